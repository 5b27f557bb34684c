"""Which reader takes which format; runs inside the sandbox."""

from archive.errors import DocumentError
from archive.model import Page


def read_bytes(kind: str, what: str, data: bytes) -> Page:
    """Read ``data`` as ``kind`` (a name of ``sniff``, or ``pdf-scan``). ``what`` names the document in errors."""
    if kind == "pdf":
        from archive.text.attachments.pdf import read_pdf

        return read_pdf(data, what)
    if kind == "docx":
        from archive.text.attachments.docx import read_docx

        return read_docx(data, what)
    if kind in ("xls", "xlsx"):
        from archive.text.attachments.sheets import page_of_sheets
        from archive.text.attachments.xls import read_xls
        from archive.text.attachments.xlsx import read_xlsx

        return page_of_sheets(read_xls(data, what) if kind == "xls" else read_xlsx(data, what), what)
    if kind == "ofd":
        from archive.text.attachments.ofd import read_ofd

        return read_ofd(data, what)
    if kind == "image":
        from archive.text.attachments.recognise import read_image

        return read_image(data, what)
    if kind == "pdf-scan":
        from archive.text.attachments.recognise import read_scan

        return read_scan(data, what)
    raise DocumentError(f"{what}: no reader for the format {kind}")
