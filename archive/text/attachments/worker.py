"""The child of ``archive.text.attachments.sandbox``: reads one document after the other from its stdin."""

import resource
import signal
import struct
import sys
from typing import Any, Final

from archive.errors import DocumentError, ToolMissingError
from archive.text.attachments.codec import encode_page
from archive.text.attachments.readers import read_bytes

_HEADER: Final = struct.Struct("!II")
MAX_ANSWER_BYTES: Final = 32 << 20  # a report of 100 pages takes about 2
_FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "shutil.",
    "urllib.",
    "webbrowser.",
)


def _refuse(event: str, _args: tuple[Any, ...]) -> None:
    """No document makes its reader reach the network, start a process or touch a file's name."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"a document reader may not do this: {event}")


def _limit(memory: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _encoded(kind: str, what: str, data: bytes) -> bytes:
    page = encode_page(read_bytes(kind, what, data))
    if len(page) > MAX_ANSWER_BYTES:
        raise DocumentError(f"{what}: holds more text than any report; not read")
    return page


def _read(kind: str, what: str, data: bytes) -> tuple[str, bytes]:
    try:
        return "ok", _encoded(kind, what, data)
    except DocumentError as error:
        text = str(error)
        return "document", (text if text.startswith(f"{what}: ") else f"{what}: {text}").encode()
    except ToolMissingError as error:
        return "tool", str(error).encode()
    except MemoryError:
        return "document", f"{what}: reading it needs more memory than allowed; not read".encode()
    except RecursionError:
        return "document", f"{what}: its parts are nested too deeply; not read".encode()
    except Exception as error:  # noqa: BLE001  whatever a parser of others raises on damaged bytes
        reason = " ".join(f"{type(error).__name__} {error}".split())[:160]
        return "document", f"{what}: damaged ({reason}); fetch it again".encode()


def main() -> None:
    """Answer requests until stdin closes. SIGPROF's default action ends a request that takes too long."""
    _limit(int(sys.argv[1]))
    sys.addaudithook(_refuse)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library's print must not enter the frames
    while header := requests.read(_HEADER.size):
        head_length, body_length = _HEADER.unpack(header)
        kind, cpu_seconds, what = requests.read(head_length).decode().split("\0", 2)
        data = requests.read(body_length)
        signal.setitimer(signal.ITIMER_PROF, float(cpu_seconds))
        status, body = _read(kind, what, data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(_HEADER.pack(len(status), len(body)) + status.encode() + body)
        answers.flush()


if __name__ == "__main__":
    main()
