"""A server of gzip'd report pages on loopback, in a process of its own: nothing of its cost falls on who fetches.

nginx where it is installed, else a small server of our own.
"""

import asyncio
import gzip
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Page N has the text of N modulo this, and N as the file name in its gzip header: no two bodies are alike.
_TEXTS = 2000
_WORDS = (
    "政府信息公开工作年度报告主动申请答复予以不予无法提供其他处理行政复议诉讼结果维持纠正结案机关法规章规范性文件许可"
)
_NGINX = """
daemon off; master_process off; worker_processes 1; pid {folder}/pid; error_log stderr warn;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; charset utf-8; types {{ text/html html; }}
  client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
  uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
  server {{ listen 127.0.0.1:{port}; root {folder}; gzip_static always; gzip_vary on; }}
}}
"""


@dataclass(frozen=True, slots=True)
class PageServer:
    """A running server and what it is; it has ``/0.html``, ``/1.html`` and so on."""

    port: int
    software: str


@contextmanager
def page_server(size: int, pages: int) -> Iterator[PageServer]:
    """Serve so many pages of ``size`` bytes before compression."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    with tempfile.TemporaryDirectory(prefix="pages-") as name:
        if nginx is None:
            port, command = None, [sys.executable, "-m", "benchmarks._page_server", str(size)]
            software = "a server of our own"
        else:
            port = _free_port()
            command = _nginx_command(nginx, Path(name), port)
            software = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr.split()[-1]
            _write_pages(Path(name), size, pages)
        with _started(command, software, port) as running:
            yield running


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


def _packed(number: int, size: int) -> tuple[bytes, bytes]:
    """A page gzip'd, as what stands before the eight digits of its number and what stands behind."""
    packed = gzip.compress(page(number, size), 6, mtime=0)
    # RFC 1952: the flag FNAME, and the name behind the ten bytes of the fixed header.
    return packed[:3] + b"\x08" + packed[4:10], b"\0" + packed[10:]


# --- nginx ------------------------------------------------------------------------------------


def _nginx_command(nginx: str, folder: Path, port: int) -> list[str]:
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port))
    return [nginx, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _write_pages(folder: Path, size: int, pages: int) -> None:
    texts = [_packed(number, size) for number in range(min(pages, _TEXTS))]
    for number in range(pages):
        before, after = texts[number % len(texts)]
        (folder / f"{number}.html.gz").write_bytes(b"%b%08d%b" % (before, number, after))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


# --- ours -------------------------------------------------------------------------------------


async def _serve(size: int) -> None:
    answers = [_answer(number, size) for number in range(_TEXTS)]

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                path = request.split(b" ", 2)[1]
                number = int(path.rpartition(b"/")[2].partition(b".")[0] or b"0")
                before, after = answers[number % _TEXTS]
                writer.write(b"%b%08d%b" % (before, number, after))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def _answer(number: int, size: int) -> tuple[bytes, bytes]:
    before, after = _packed(number, size)
    head = (
        "HTTP/1.1 200 OK\r\nServer: pages\r\nDate: Fri, 01 Mar 2024 08:00:00 GMT\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(before) + 8 + len(after)}\r\n"
        "Connection: keep-alive\r\nVary: Accept-Encoding\r\nContent-Encoding: gzip\r\n\r\n"
    )
    return head.encode() + before, after


# --- both -------------------------------------------------------------------------------------


@contextmanager
def _started(command: Sequence[str], software: str, port: int | None) -> Iterator[PageServer]:
    """A child process that serves until the block ends; one without a known port prints it first."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            if server.stdout is None:
                raise RuntimeError("a pipe was asked for")
            port = port or int(server.stdout.readline())
            _wait_until_open(port)
            yield PageServer(port, software)
        finally:
            server.terminate()


def _wait_until_open(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
