"""The fence itself: a test that reaches beyond loopback fails, in this process and in its children."""

import socket
import subprocess
import sys

import pytest

REACH = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"


def test_connect_beyond_loopback_is_refused() -> None:
    with pytest.raises(RuntimeError, match="beyond loopback"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_lookup_beyond_loopback_is_refused() -> None:
    with pytest.raises(RuntimeError, match="beyond loopback"):
        socket.getaddrinfo("www.gov.cn", 80)


def test_child_process_is_fenced_too() -> None:
    child = subprocess.run([sys.executable, "-c", REACH], capture_output=True, text=True, check=False)
    assert child.returncode != 0
    assert "beyond loopback" in child.stderr


def test_loopback_is_open() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname()):
            pass
