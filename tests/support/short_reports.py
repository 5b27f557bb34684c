"""Short reports in words alone, as text, page and Word file: for what is read of their heads."""

import io
from collections.abc import Sequence

import docx

from archive.extract.pipeline import extract
from archive.model import Document, Extraction

BODY = (
    "一、总体情况",
    "按照要求开展工作，制度逐步健全，办理规范有序，没有发生泄密的情况。",
    "二、主动公开政府信息情况",
    "通过网站公开各类信息，内容及时更新，方便群众查阅。",
    "三、收到和处理政府信息公开申请情况",
    "未收到政府信息公开申请。",
    "四、政府信息公开行政复议、行政诉讼情况",
    "无。",
    "五、存在的主要问题及改进情况",
    "人员力量不足，下一步加强培训。",
    "六、其他需要报告的事项",
    "无其他需要报告的事项。",
)
FORMATS = ("txt", "html", "docx")
Rows = tuple[tuple[str, ...], ...]


def document(lines: Sequence[str | Rows], form: str) -> Document:
    """``lines`` as a document of the given format; a tuple of rows is a table."""
    if form == "txt":
        return Document("\n".join(line for line in lines if isinstance(line, str)).encode(), None, None, "a.txt")
    return Document(_html(lines)) if form == "html" else Document(_docx(lines), None, None, "a.docx")


def _html(lines: Sequence[str | Rows]) -> bytes:
    blocks = [f"<p>{line}</p>" if isinstance(line, str) else _table(line) for line in lines]
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head>'
    menu = '<div class="nav"><a href="/">首页</a></div>'
    return f'{head}<body>{menu}<div id="zoom">{"".join(blocks)}</div></body></html>'.encode()


def _table(rows: Rows) -> str:
    return f"<table>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in row) + '</tr>' for row in rows)}</table>"


def _docx(lines: Sequence[str | Rows]) -> bytes:
    file = docx.Document()
    for line in lines:
        if isinstance(line, str):
            file.add_paragraph(line)
            continue
        table = file.add_table(len(line), len(line[0]))
        for row, cells in zip(table.rows, line, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def read(head: Sequence[str], form: str, foot: Sequence[str] = ()) -> Extraction:
    """What is read of a report with ``head`` above and ``foot`` below its sections."""
    return extract(document([*head, *BODY, *foot], form))
