"""The commands of docs/captures.md prove a capture with nothing of ours."""

import re
import subprocess
from pathlib import Path

from archive.model import Location
from archive.warc.manifest import chain_head
from archive.warc.reader import read_record
from tests.support.warcs import PORTAL, ROOT, exchange, warcs, writer
from tests.support.wire_answers import chunked

PAGE = b"<html>\r\n\r\n\xc4\xea\xb1\xa8 \x00</html>"
_DOCUMENT = (ROOT / "docs" / "captures.md").read_text("utf-8")


def _commands(start: str, place: Location) -> str:
    """The block of commands that starts so, on another capture than the document's; without what shows a page."""
    found = re.search(rf"```sh\n({re.escape(start)}.*?)```", _DOCUMENT, re.DOTALL)
    assert found is not None
    commands = re.sub(r"file=\S+", f"file={place.file}", found[1])
    commands = commands.replace("7949", str(place.offset)).replace("5108", str(place.length))
    return "\n".join(line for line in commands.splitlines() if "zcat     " not in line)


def _run(script: str, folder: Path) -> list[str]:
    """The digests that the commands print."""
    command = ["bash", "-euo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return [row.split()[0] for row in done.stdout.splitlines()]


def test_commands_of_the_documentation(tmp_path: Path) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE
    with writer(tmp_path) as w:
        w.write_exchange(exchange("http://www.qingxi.test/first", answer + b"first"))
        place = w.write_exchange(exchange(response=answer, seconds=1))
    block, payload, file, line = _run(_commands("export LC_ALL=C", place), tmp_path)
    record = read_record(place, tmp_path)
    assert record.get("WARC-Block-Digest") == f"sha256:{block}"
    assert record.get("WARC-Payload-Digest") == f"sha256:{payload}"
    assert f'"sha256": "{file}"' in (tmp_path / "manifest.jsonl").read_text()
    head = chain_head(tmp_path)
    assert head is not None
    assert head.sha256 == line
    assert warcs(tmp_path)[0].name.startswith(PORTAL.name)


def test_a_chunked_body_by_hand(tmp_path: Path) -> None:
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(PAGE, 7)
    with writer(tmp_path) as w:
        place = w.write_exchange(exchange(response=answer))
    cut = _commands("export LC_ALL=C", place)
    (*_, payload) = _run(f"{cut}\n{_commands('sed', place)}", tmp_path)
    assert read_record(place, tmp_path).get("WARC-Payload-Digest") == f"sha256:{payload}"
