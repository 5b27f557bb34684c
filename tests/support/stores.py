"""An S3 store on loopback, served by moto, as the environment tells this process and those that it starts."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest

_NUMBERS = count()


@contextmanager
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an empty store. Requests that reach it afterwards are refused: the server is gone."""
    from fsspec.core import url_to_fs
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    try:
        bucket = f"nianbao-{next(_NUMBERS)}"  # moto keeps what a server before this one held
        url_to_fs(f"s3://{bucket}", skip_instance_cache=True)[0].mkdir(bucket)
        yield f"s3://{bucket}/warc"
    finally:
        server.stop()
