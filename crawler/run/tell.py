"""A message at the end of a run, to whom ``RUN_TELL`` names.

=========================================== ===========================================================
RUN_TELL                                    is
=========================================== ===========================================================
mailto:you@example.org?smtp=HOST:PORT       mail through that server [localhost:25], from nianbao@ this host or
                                            ``&from=ADDRESS``
https://… or http://…                       a webhook: the report as JSON is POSTed there, ``text`` in it
anything else                               a command, split as a shell would: the text on its stdin, and the
                                            environment says NIANBAO_HEALTHY=0 or 1 and NIANBAO_REPORT=FILE
=========================================== ===========================================================
"""

import json
import os
import shlex
import smtplib
import subprocess
from email.message import EmailMessage
from pathlib import Path
from platform import node
from urllib.error import URLError
from urllib.parse import parse_qs, unquote, urlsplit
from urllib.request import Request, urlopen

from archive.runs import RunReport, headline
from crawler.errors import CrawlerError
from crawler.run.report import as_json, as_text

_SECONDS = 60.0


class NotToldError(CrawlerError):
    """The message of a run could not be sent; what it said is printed all the same."""


def tell(target: str, report: RunReport, file: Path) -> None:
    """Send the message; ``file`` is where the report lies as JSON.

    Raises:
        NotToldError: where nobody took it.
    """
    scheme = urlsplit(target).scheme
    try:
        if scheme == "mailto":
            _mail(target, report)
        elif scheme in {"http", "https"}:
            _post(target, report)
        else:
            _run(target, report, file)
    except (OSError, smtplib.SMTPException, URLError, subprocess.SubprocessError, ValueError) as error:
        said = " ".join(str(error).split())
        raise NotToldError(f"RUN_TELL={target}: the message could not be sent: {said}") from error


def subject(report: RunReport) -> str:
    """The first thing to know: whether to look."""
    return f"nianbao: {'all well' if report.healthy else 'LOOK'}: {headline(report)}"


def _mail(target: str, report: RunReport) -> None:
    parts = urlsplit(target)
    options = {name: values[0] for name, values in parse_qs(parts.query).items()}
    host, _, port = options.get("smtp", "localhost:25").partition(":")
    message = EmailMessage()
    message["To"] = unquote(parts.path)
    message["From"] = options.get("from", f"nianbao@{node() or 'localhost'}")
    message["Subject"] = subject(report)
    message.set_content(as_text(report))
    with smtplib.SMTP(host, int(port or 25), local_hostname=node() or "localhost", timeout=_SECONDS) as server:
        server.send_message(message)


def _post(target: str, report: RunReport) -> None:
    body = json.dumps({"text": subject(report), "report": json.loads(as_json(report))}, ensure_ascii=False).encode()
    request = Request(target, body, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310 (http only)
    with urlopen(request, timeout=_SECONDS):  # noqa: S310
        pass


def _run(target: str, report: RunReport, file: Path) -> None:
    environment = {**os.environ, "NIANBAO_HEALTHY": str(int(report.healthy)), "NIANBAO_REPORT": str(file)}
    subprocess.run(
        shlex.split(target), input=as_text(report).encode(), env=environment, timeout=_SECONDS, check=True, stdout=2
    )
