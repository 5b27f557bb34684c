"""The commands of docs/captures.md prove a capture with nothing of ours."""

import re
import subprocess
from pathlib import Path

from archive.warc.manifest import chain_head
from archive.warc.reader import read_record
from tests.support.warcs import PORTAL, ROOT, exchange, warcs, writer


def test_commands_of_the_documentation(tmp_path: Path) -> None:
    page = b"<html>\r\n\r\n\xc4\xea\xb1\xa8 \x00</html>"
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    with writer(tmp_path) as w:
        w.write_exchange(exchange("http://www.qingxi.test/first", answer + b"first"))
        place = w.write_exchange(exchange(response=answer, seconds=1))
    document = (ROOT / "docs" / "captures.md").read_text("utf-8")
    found = re.search(r"```sh\nexport LC_ALL=C\n(.*?)```", document, re.DOTALL)
    assert found is not None
    commands = re.sub(r"file=\S+", f"file={place.file}", found[1])
    commands = commands.replace("7949", str(place.offset)).replace("5108", str(place.length))
    script = "\n".join(line for line in commands.splitlines() if "zcat     " not in line)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"export LC_ALL=C\n{script}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    block, payload, file, line = [row.split()[0] for row in done.stdout.splitlines()]
    record = read_record(place, tmp_path)
    assert record.get("WARC-Block-Digest") == f"sha256:{block}"
    assert record.get("WARC-Payload-Digest") == f"sha256:{payload}"
    assert f'"sha256": "{file}"' in (tmp_path / "manifest.jsonl").read_text()
    head = chain_head(tmp_path)
    assert head is not None
    assert head.sha256 == line
    assert warcs(tmp_path)[0].name.startswith(PORTAL.name)
