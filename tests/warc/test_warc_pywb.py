"""pywb replays every capture with the bytes that we read, revisits and oddities included."""

from pathlib import Path

from archive.model import Capture
from archive.warc.reader import read_warc
from tests.support.pywb import needs_pywb, pywb
from tests.support.warcedit import FOUND, build
from tests.support.warcs import exchange, warcs, writer


@needs_pywb
def test_every_capture_replays(tmp_path: Path) -> None:
    root, place = tmp_path / "warc", tmp_path / "pywb"
    place.mkdir()
    build(root)
    gb = "<html>清溪市2023年年报</html>".encode("gb18030")
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nX-Note: \xc4\xea\xb1\xa8\r\nTransfer-Encoding: chunked\r\n\r\n"
    with writer(root) as w:
        framed = b"%x\r\n%s\r\n0\r\n\r\n" % (len(gb), gb)
        w.write_exchange(exchange("http://www.qingxi.test/gb.html", interim + head + framed), FOUND)
        w.write_exchange(exchange("http://www.qingxi.test/copy.html", head + framed, seconds=1), FOUND)
    captures = [item for path in warcs(root) for item in read_warc(path, root) if isinstance(item, Capture)]
    assert len(captures) == 10
    with pywb(warcs(root), place) as server:
        for capture, shown in server.replay(captures):
            assert shown.body == capture.body, capture.url
