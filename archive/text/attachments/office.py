"""Other office formats (``_FORMATS``) -> DOCX or XLSX, by LibreOffice where it is installed.

LibreOffice runs in a profile made for the one document and thrown away, with macros, active content and
linked pictures off, and in a network namespace without any network where the system offers one.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from archive.errors import DocumentError, ToolMissingError

SECONDS: Final = 60  # a first start on a loaded machine takes some 10
# Suffix, import filter and target; without the filter LibreOffice shows damaged files as plain text.
_FORMATS: Final = {
    "doc": (".doc", "MS Word 97", "docx"),
    "rtf": (".rtf", "Rich Text Format", "docx"),
    "odt": (".odt", "writer8", "docx"),
    "wordml": (".xml", "MS Word 2003 XML", "docx"),
    "excelml": (".xml", "MS Excel 2003 XML", "xlsx"),
    "ods": (".ods", "calc8", "xlsx"),
    "xlsb": (".xlsb", "Calc MS Excel 2007 Binary", "xlsx"),
}
CONVERTED: Final = frozenset(_FORMATS)
_WORD_STREAM: Final = "WordDocument".encode("utf-16-le")
# The address 127.0.0.1:9 discards: a second fence where there is no namespace.
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"
><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop
><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop
><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop
><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"
><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"
><prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop
><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop
><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop
><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop
><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


@cache
def _offline_prefix() -> tuple[str, ...]:
    """A command that runs another one without any network, where unprivileged namespaces are allowed."""
    prefix = ("unshare", "--map-root-user", "--net")
    if shutil.which(prefix[0]) is None:
        return ()
    tried = subprocess.run([*prefix, "true"], capture_output=True, timeout=10, check=False)
    return prefix if tried.returncode == 0 else ()


def convert(kind: str, what: str, data: bytes) -> tuple[str, bytes]:
    """The document as ``docx`` or ``xlsx``, and which of them. ToolMissingError without LibreOffice,
    DocumentError where it cannot convert."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        raise ToolMissingError(f"{what}: reading .{kind} needs LibreOffice (soffice), which is not installed")
    if kind == "doc" and _WORD_STREAM not in data:
        raise DocumentError(f"{what}: an OLE file without a Word document in it; not read")
    suffix, import_filter, target = _FORMATS[kind]
    with tempfile.TemporaryDirectory(prefix="nianbao-office-") as folder:
        home = Path(folder)
        profile = home / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = home / f"document{suffix}"
        source.write_bytes(data)
        command = [
            *_offline_prefix(),
            soffice,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            f"--infilter={import_filter}",
            *("--convert-to", target, "--outdir", str(home / "out"), str(source)),
        ]
        _run(command, home, what)
        made = home / "out" / f"document.{target}"
        if not made.is_file():
            raise DocumentError(f"{what}: LibreOffice cannot read it (damaged, encrypted, or no .{kind})")
        return target, made.read_bytes()


def _run(command: list[str], home: Path, what: str) -> None:
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8", "TMPDIR": str(home)}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=home,
        start_new_session=True,  # so that its children end with it
    )
    try:
        process.wait(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise DocumentError(f"{what}: LibreOffice did not end within {SECONDS} s; not read") from None
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.wait()
        process.wait()
