"""What the contract server sends: each answer odd in its own way, and every byte of it known."""

import gzip
from collections.abc import Sequence

from tests.support.rawserver import Answer

PAGE = "<html><title>年度报告</title>".encode() * 400
GZIPPED = gzip.compress(PAGE, mtime=0)


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%X;x=1\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\nX-Trailer: t\r\n\r\n"


# Path -> what the server sends. The names say what is odd about each.
ANSWERS: dict[str, Answer | Sequence[Answer]] = {
    "/plain": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
    "/chunked-gzip": Answer(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\ncontent-ENCODING: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunked(GZIPPED, 100)
    ),
    "/mixed-case": Answer(b"HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh: 2\r\nX-ODD-case: Yes\r\nserver: X\r\n\r\noa"),
    "/double-blanks": Answer(b"HTTP/1.1 200 OK\r\nContent-Length:  2\r\nX-A:   a  b \t\r\nX-Empty:\r\n\r\nob"),
    "/two-cookies": Answer(
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-Between: x\r\nSet-Cookie: b=2; Path=/\r\nContent-Length: 2\r\n\r\noc"
    ),
    "/gbk-header": Answer(
        b"HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename="
        + "年报.doc".encode("gbk")
        + b"\r\nContent-Length: 2\r\n\r\nod"
    ),
    "/odd-reason": Answer("HTTP/1.1 200  很 好 !\r\nContent-Length: 2\r\n\r\noe".encode("gbk")),
    "/no-reason": Answer(b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nof"),
    "/early-hints": Answer(
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nog"
    ),
    "/bare-newlines": Answer(b"HTTP/1.1 200 OK\nContent-Length: 2\nX-A: b\n\noh"),
    "/folded": Answer(b"HTTP/1.1 200 OK\r\nX-Long: a\r\n\t b\r\nContent-Length: 2\r\n\r\noi"),
    "/no-colon": Answer(b"HTTP/1.1 200 OK\r\nthis line has none\r\nContent-Length: 2\r\n\r\noj"),
    "/empty": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    "/empty-chunked": Answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    "/204": Answer(b"HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n"),
    "/304": Answer(b'HTTP/1.1 304 Not Modified\r\nETag: "e"\r\n\r\n'),
    "/head": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 4711\r\nX-A: b\r\n\r\n"),
    "/post": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nposted"),
    "/plain?again": Answer(b"HTTP/1.1 200 OK\r\nX-Other: head\r\nContent-Length: 5\r\n\r\nhello"),
    "/404": Answer(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone"),
    "/500": Answer(b"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops"),
    "/hop1": Answer(b"HTTP/1.1 302 Found\r\nLocation: /hop2\r\nContent-Length: 4\r\n\r\nhop1"),
    "/hop2": Answer(b"HTTP/1.1 301 Moved\r\nLocation: /hop3?a=%E5&b#frag\r\nContent-Length: 0\r\n\r\n"),
    "/hop3?a=%E5&b": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthere"),
    "/until-close": Answer(b"HTTP/1.0 200 OK\r\nServer: old\r\n\r\nuntil the end", "close"),
    "/closes": Answer(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "close"),
    "/longer": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more"),
    "/large": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + bytes(range(250)) * 12000),
    # Cut short, by the server or by us.
    "/cut-body": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", "close"),
    "/cut-chunk": Answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nonly this", "close"),
    "/cut-head": Answer(b"HTTP/1.1 200 OK\r\nContent-Le", "close"),
    "/reset-body": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "reset"),
    "/says-nothing": Answer(b"", "close"),
    "/no-http": Answer(b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "hang"),
    "/two-lengths": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokk", "hang"),
    "/hangs": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslow", "hang"),
    "/too-large": Answer(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(b"x" * 5000000, 500000), "hang"
    ),
    "/too-large-without-length": Answer(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000000, "hang"),
    "/announced-too-large": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\nbegin", "hang"),
    "/endless-head": Answer(b"HTTP/1.1 200 OK\r\n" + b"X-More: and more of it\r\n" * 20000, "hang"),
    "/tiny-chunks": Answer(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1;%s\r\nx\r\n" % (b"y" * 900) * 6000, "hang"
    ),
}
METHODS = {"/head": "HEAD", "/post": "POST"}
FOLLOWED = {"/hop2", "/hop3?a=%E5&b"}
CUT = {
    "/cut-body": "disconnect",
    "/cut-chunk": "disconnect",
    "/cut-head": "disconnect",
    "/reset-body": "disconnect",
    "/says-nothing": "disconnect",
    "/no-http": "unspecified",
    "/two-lengths": "unspecified",
    "/hangs": "time",
    "/too-large": "length",
    "/too-large-without-length": "length",
    "/announced-too-large": "length",
    "/endless-head": "length",
    "/tiny-chunks": "length",
}
# Where we hang up in the middle of what the server sends, the record is the beginning of it.
PARTLY = {"/too-large", "/too-large-without-length", "/endless-head", "/tiny-chunks"}
