"""Old TLS is spoken where nothing else is understood, and the capture says so; a host out of reach says how."""

import datetime
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from archive.__main__ import main as archive_command
from archive.model import Capture
from archive.warc.reader import read_warc
from tests.support.crawling import Ask, Crawled, crawl, records
from tests.support.rawserver import Answer, RawServer, self_signed, server_tls

HOST = "old.qingxi.gov.cn"
URL = f"https://{HOST}"
OK = Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
# The 1024-bit group of RFC 2409 §6.2 with generator 2, as old Apache and Tomcat have it built in.
GROUP = """-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
"""


def certificate(folder: Path) -> tuple[Path, Path]:
    key = rsa.generate_private_key(65537, 1024)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    start = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)
    unsigned = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    signed = unsigned.serial_number(5).not_valid_before(start).not_valid_after(start.replace(year=2099))
    paths = folder / "old.crt", folder / "old.key"
    paths[0].write_bytes(signed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.TraditionalOpenSSL
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption()))
    return paths


def old_tls(folder: Path, kind: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    version = ssl.TLSVersion.TLSv1 if kind == "tls/1" else ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ALL:@SECLEVEL=0" if kind == "tls/1" else "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(*certificate(folder))
    (folder / "group.pem").write_text(GROUP)
    context.load_dh_params(str(folder / "group.pem"))
    return context


def crawl_to(folder: Path, port: int, *paths: str, timeout: float = 20.0, **settings: object) -> Crawled:
    asks = [Ask(path, URL + path, timeout=timeout) for path in paths]
    return crawl(folder, asks, CONNECT_TO=f"::127.0.0.1:{port}", DOWNLOAD_TIMEOUT=timeout, **settings)  # type: ignore[arg-type]


def said(folder: Path) -> list[str]:
    """What stands beside the answers of an archive, one for each that has it."""
    aside = [record for record in records(folder) if record.type == "metadata"]
    beside = {record.get("WARC-Refers-To"): record.block.decode() for record in aside}
    answers = [record.get("WARC-Record-ID") for record in records(folder) if record.type in ("response", "revisit")]
    return [beside[answer] for answer in answers if answer in beside]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated")
@pytest.mark.parametrize("kind", ["a group of 1024 bits", "tls/1"])
def test_old_tls_is_a_second_try_that_is_remembered_and_said(tmp_path: Path, kind: str) -> None:
    with RawServer({"/a": OK, "/b": OK, "/c": OK}, old_tls(tmp_path, kind)) as server:
        done = crawl_to(tmp_path, server.port, "/a", "/b", "/c")
        assert {got.status for got in done.got.values()} == {200}, done.log
        assert server.connections == 2, "one that failed, and one that is kept"
    assert len(said(tmp_path)) == 3
    assert all("tlsSecurity: permissive: DEFAULT:@SECLEVEL=0" in one for one in said(tmp_path))
    assert "answers to the permissive TLS context only" in done.log
    assert archive_command(["verify", "--archive", str(tmp_path)]) == 0
    (path,) = tmp_path.rglob("*.warc.gz")
    captures = [item for item in read_warc(path, tmp_path / "warc") if isinstance(item, Capture)]
    assert [(one.status, one.discovery, one.body) for one in captures] == [(200, None, b"ok")] * 3


def test_the_second_try_is_made_once_a_host(tmp_path: Path) -> None:
    closing = Answer(OK.data.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), "close")
    with RawServer({"/a": closing, "/b": closing, "/c": closing}, old_tls(tmp_path, "group")) as server:
        done = crawl_to(tmp_path, server.port, "/a", "/b", "/c")
        assert {got.status for got in done.got.values()} == {200}, done.log
        assert server.connections == 1 + 3


def test_a_host_as_they_are_today_is_spoken_to_as_everybody_does(tmp_path: Path) -> None:
    context = server_tls(*self_signed(tmp_path, HOST), ssl.TLSVersion.TLSv1_3)
    with RawServer({"/a": OK}, context) as server:
        done = crawl_to(tmp_path, server.port, "/a")
        assert done.got["/a"].status == 200, done.log
        assert server.connections == 1
    assert said(tmp_path) == []


def test_who_asks_for_verified_certificates_gets_no_second_try(tmp_path: Path) -> None:
    with RawServer({"/a": OK}, old_tls(tmp_path, "group")) as server:
        done = crawl_to(tmp_path, server.port, "/a", DOWNLOAD_VERIFY_CERTIFICATES=True)
        assert done.got["/a"].error == "TlsFailedError", done.log
        assert server.connections == 1


def until_listening(server: subprocess.Popen[bytes], port: int) -> None:
    while server.poll() is None:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return


@pytest.mark.skipif(shutil.which("gnutls-serv") is None, reason="needs gnutls-bin: OpenSSL cannot play this server")
def test_a_server_that_cannot_renegotiate_securely(tmp_path: Path) -> None:
    certificate_file, key_file = certificate(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    priority = "NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION:%VERIFY_ALLOW_BROKEN"
    command = ["gnutls-serv", "--http", "--port", str(port), "--priority", priority, "--noticket"]
    files = ["--x509keyfile", str(key_file), "--x509certfile", str(certificate_file)]
    with subprocess.Popen([*command, *files], stdout=subprocess.DEVNULL) as server:
        until_listening(server, port)
        done = crawl_to(tmp_path, port, "/")
        server.terminate()
    assert done.got["/"].status == 200, done.log
    assert len(said(tmp_path)) == 1


# --- hosts that are not reached -------------------------------------------------------------------


@contextmanager
def answering(*words: bytes | None) -> Iterator[tuple[int, list[bytes]]]:
    """A server that answers each first message of a connection with such bytes and hangs up, or with None hangs; of the
    last there is no end. Yields its port, and what it was told."""
    told: list[bytes] = []
    held: list[socket.socket] = []

    def serve(listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            held.append(connection)
            word = words[min(len(told), len(words) - 1)]
            told.append(connection.recv(65536))
            if word is not None:
                with suppress(OSError):
                    connection.sendall(word)
                connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        yield listening.getsockname()[1], told
    for connection in held:
        connection.close()


ALERT = bytes([21, 3, 3, 0, 2, 2, 40])  # a fatal handshake_failure


def test_a_host_that_hangs_at_the_second_try_is_spared_further_ones(tmp_path: Path) -> None:
    with answering(ALERT, None, ALERT) as (port, told):
        done = crawl_to(tmp_path, port, "/a", "/b", "/c", timeout=1.0)
    assert {got.error for got in done.got.values()} == {"TlsFailedError"}, done.log
    assert len(told) == 4
    assert records(tmp_path) == [], "nothing was asked, so there is nothing to keep"


def test_a_host_that_hangs_up_in_the_handshake_is_tried_anew_each_time(tmp_path: Path) -> None:
    with answering(b"") as (port, told):
        done = crawl_to(tmp_path, port, "/a", "/b", RETRY_ENABLED=True, RETRY_TIMES=1)
    assert {got.error for got in done.got.values()} == {"TlsFailedError"}, done.log
    assert len(told) == 2 * 2 * 2


def test_how_a_host_was_not_reached_is_told_apart(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = free.getsockname()[1]
    with answering(None) as (silent, _), answering(b"HTTP/1.1 400 Bad Request\r\n\r\n") as (plain, _):
        rules = {"refused": f"127.0.0.1:{nobody}", "silent": f"127.0.0.1:{silent}", "plain": f"127.0.0.1:{plain}"}
        rules["unknown"] = "no-such-host.invalid:80"
        asks = [Ask(name, f"https://{name}.qingxi.gov.cn/", timeout=1.0 if name == "silent" else 30) for name in rules]
        done = crawl(tmp_path, asks, CONNECT_TO=[f"{name}.qingxi.gov.cn:443:{to}" for name, to in rules.items()])
    assert {name: got.error for name, got in done.got.items()} == {
        "refused": "ConnectRefusedError",
        "silent": "ConnectTimeoutError",
        "plain": "TlsFailedError",
        "unknown": "HostUnknownError",
    }, done.log
