"""A server of gzip'd report pages on loopback, in a process of its own: nothing of its cost falls on who fetches."""

import asyncio
import gzip
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Page N has the text of N modulo this, and N as the file name in its gzip header: no two bodies are alike.
_PAGES = 2000
_WORDS = (
    "政府信息公开工作年度报告主动申请答复予以不予无法提供其他处理行政复议诉讼结果维持纠正结案机关法规章规范性文件许可"
)


def page(number: int, size: int) -> bytes:
    """About ``size`` bytes of HTML that compress as report pages do, to about a quarter."""
    chance = random.Random(number)
    lines = [f"<html><head><title>第{number}号 年度报告</title></head><body><table>"]
    length = len(lines[0].encode())
    while length < size:
        words = "".join(chance.choices(_WORDS, k=24))
        line = f"<tr><td class='label' style='text-align:left'>{words}</td><td>{chance.randrange(9999)}</td></tr>"
        lines.append(line)
        length += len(line.encode())
    return ("\n".join(lines) + "</table></body></html>").encode()


def answer(number: int, size: int) -> tuple[bytes, bytes]:
    """The HTTP answer of a page, as what stands before the eight digits of its number and what stands behind."""
    packed = gzip.compress(page(number, size), 6, mtime=0)
    # RFC 1952: the flag FNAME, and the name behind the ten bytes of the fixed header.
    before, after = packed[:3] + b"\x08" + packed[4:10], b"\0" + packed[10:]
    head = (
        "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Fri, 01 Mar 2024 08:00:00 GMT\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(before) + 8 + len(after)}\r\n"
        "Connection: keep-alive\r\nVary: Accept-Encoding\r\nContent-Encoding: gzip\r\n\r\n"
    )
    return head.encode() + before, after


async def _serve(size: int) -> None:
    answers = [answer(number, size) for number in range(_PAGES)]

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                path = request.split(b" ", 2)[1]
                number = int(path.rpartition(b"/")[2].partition(b".")[0] or b"0")
                before, after = answers[number % _PAGES]
                writer.write(b"%b%08d%b" % (before, number, after))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def page_server(size: int) -> Iterator[int]:
    """Serve pages of ``size`` bytes before compression; gives the port."""
    command = [sys.executable, "-m", "benchmarks._page_server", str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            if server.stdout is None:
                raise RuntimeError("a pipe was asked for")
            yield int(server.stdout.readline())
        finally:
            server.terminate()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
