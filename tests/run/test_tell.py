"""Who is told of a run, and what is said where nobody listens."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from archive.runs import headline, troubles
from archive.runs.feed import ATOM, troubles_feed
from crawler.run.report import as_json, as_text
from crawler.run.tell import NotToldError, tell
from tests.run.test_run_files import READ, REPORT, ROW
from tests.support.small_portal import Reply, serve

BAD = replace(ROW, portal="b", outcome="blocked", detail="412 of the home page\x00", before="complete")
DONE = replace(REPORT, state="finished", why="", left=(), crawls=(ROW, BAD), indexed=(READ,))


@contextmanager
def mail_server(got: list[bytes]) -> Iterator[int]:
    """Takes one message as RFC 5321 has it."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 test\r\n")
            for line in self.rfile:
                if line.upper().startswith(b"DATA"):
                    self.wfile.write(b"354 go\r\n")
                    got.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def test_mail(tmp_path: Path) -> None:
    got: list[bytes] = []
    with mail_server(got) as port:
        tell(f"mailto:ops@example.org?smtp=127.0.0.1:{port}&from=a@b.org", DONE, tmp_path)
    message = message_from_bytes(got[0], policy=policy.default)
    assert (message["To"], message["From"]) == ("ops@example.org", "a@b.org")
    assert message["Subject"].startswith("nianbao: LOOK: run 20260301T000000000Z: 2 of 2 portals: 1 short, 1 blocked; ")
    body = message.get_content()
    assert "newly b: blocked (before: complete): 412 of the home page" in body
    assert "new: a: 甲县2021年报 (110105-2021)" in body


def test_a_webhook_and_a_command(tmp_path: Path) -> None:
    got: list[str] = []
    pages = {f"POST /hook#{body}": Reply("ok") for body in got}
    with serve({**pages}) as server:
        with pytest.raises(NotToldError, match="HTTP Error 404"):
            tell(f"http://127.0.0.1:{server.port}/hook", DONE, tmp_path)
        posted = server.asked[0].partition("#")[2]
    said = json.loads(posted)
    assert said["text"].startswith("nianbao: LOOK: run ")
    assert said["report"]["crawls"][1]["outcome"] == "blocked"
    out = tmp_path / "told"
    tell(f"sh -c 'cat > {out}; echo $NIANBAO_HEALTHY $NIANBAO_REPORT >> {out}'", DONE, tmp_path / "report.json")
    assert out.read_text() == f"{as_text(DONE)}0 {tmp_path / 'report.json'}\n"


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("mailto:ops@example.org?smtp=127.0.0.1:9", "Connection refused"),
        ("http://127.0.0.1:9/", "Connection refused"),
        ("false", "returned non-zero exit status 1"),
        ("no-such-command-here", "No such file or directory"),
        ("sh 'x", "No closing quotation"),
    ],
)
def test_where_nobody_listens_that_is_one_line(target: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(NotToldError, match=says) as error:
        tell(target, DONE, tmp_path)
    assert str(error.value).startswith(f"RUN_TELL={target}: the message could not be sent: ")
    assert "\n" not in str(error.value)


def test_the_report_as_json_and_as_a_feed() -> None:
    said = json.loads(as_json(DONE))
    assert (said["healthy"], said["crawls"][0]["portal"], said["indexed"][0]["new"]) == (
        False, "a", [["110105-2021", "甲县2021年报"]],
    )  # fmt: skip
    feed = ET.fromstring(troubles_feed([DONE, REPORT]))
    titles = [entry.findtext(f"{{{ATOM}}}title") for entry in feed.iter(f"{{{ATOM}}}entry")]
    short, blocked = (
        "a: short (before: complete): 2019 is missing",
        "b: blocked (before: complete): 412 of the home page",
    )
    assert titles == [short, blocked, short]
    assert feed.findtext(f"{{{ATOM}}}updated") == DONE.ended
    assert ET.fromstring(troubles_feed([])).findtext(f"{{{ATOM}}}updated") == "1970-01-01T00:00:00+00:00"


def test_a_report_in_words() -> None:
    assert headline(REPORT).endswith(
        "1 short; 1 new, 0 changed, 1 gone reports; 2:00:00; paused: the window is closed; 1 portals left"
    )
    many = replace(READ, new=tuple((str(number), "年报") for number in range(23)))
    assert "new: 3 more" in as_text(replace(DONE, indexed=(many,)))
    assert list(troubles(replace(REPORT, crawls=(), indexed=(replace(READ, failure="locked"),), state="stopped"))) == [
        ("", "the run was stopped: the window is closed"),
        ("a", "not indexed: locked"),
    ]
