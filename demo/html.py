"""Bodies as HTML in three hands: a plain editor, a Word export, and one that breaks header words over lines."""

from collections.abc import Iterable
from html import escape

from demo.body import Heading, Paragraph, Part
from demo.model import Layout, Style
from demo.sheets import Box, Sheet

_BORDER = "border:1px solid windowtext;padding:0 5px"
_FONT = "font-family:宋体;mso-ascii-font-family:Calibri;font-size:10.5pt;mso-bidi-font-size:12.0pt"


def parts_to_html(parts: Iterable[Part], layout: Layout) -> str:
    """The parts as HTML, one line a part."""
    return "\n".join(_part(part, layout) for part in parts)


def _part(part: Part, layout: Layout) -> str:
    style = layout.style
    if isinstance(part, Sheet):
        table = sheet_to_html(part, style)
        frame = '<table width="100%" border="0"><tr><td align="center">'
        return f"{frame}{table}</td></tr></table>" if layout.nested else table
    if isinstance(part, Heading):
        if style == "word":
            bold = f'<b><span style="{_FONT}">{escape(part.text)}</span></b>'
            return f'<p class="MsoNormal" style="text-indent:32.0pt">{bold}</p>'
        return f'<p style="text-indent: 2em;"><strong>{escape(part.text)}</strong></p>'
    return _paragraph(part, style)


def _paragraph(part: Paragraph, style: Style) -> str:
    text = escape(part.text)
    if part.place == "right":
        return f'<p style="text-align: right;">{text}</p>'
    if style == "word":
        indent = "" if part.place == "left" else "text-indent:32.0pt;mso-char-indent-count:2.0;"
        return f'<p class="MsoNormal" style="{indent}line-height:28.0pt">{_word_span(text)}</p>'
    if style == "broken":
        return f"<p>{'' if part.place == 'left' else '&emsp;&emsp;'}{text}</p>"
    return f'<p style="text-indent: 2em;">{text}</p>' if part.place != "left" else f"<p>{text}</p>"


def _word_span(text: str) -> str:
    return f'<span style="{_FONT}">{text}<span lang="EN-US"></span></span>'


def sheet_to_html(sheet: Sheet, style: Style) -> str:
    """A table with its spans."""
    rows = "".join(f"<tr>{''.join(_box(box, style) for box in row)}</tr>\n" for row in sheet.rows)
    if style == "word":
        return (
            '<div align="center"><table class="MsoNormalTable" border="0" cellspacing="0" cellpadding="0" '
            f'style="border-collapse:collapse;mso-padding-alt:0cm 5.4pt 0cm 5.4pt"><tbody>{rows}</tbody></table></div>'
        )
    return f'<table border="1" cellspacing="0" align="center"><tbody>{rows}</tbody></table>'


def _box(box: Box, style: Style) -> str:
    spans = f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
    spans += f' colspan="{box.colspan}"' if box.colspan > 1 else ""
    return f'<td{spans} style="{_BORDER}">{_content(box, style)}</td>'


def _content(box: Box, style: Style) -> str:
    text = escape(box.text).replace("\u00a0", "&nbsp;")
    if style == "word":
        inner = f'<span lang="EN-US" style="{_FONT}">{text}</span>' if not box.is_label else _word_span(text)
        return (
            f'<p class="MsoNormal" align="center" style="text-align:center;line-height:15.0pt">{inner}<o:p></o:p></p>'
        )
    if style == "broken" and box.is_label and len(box.text) >= 4 and not box.text.startswith(("（", "1", "2", "3")):
        half = (len(box.text) + 1) // 2
        first, second = escape(box.text[:half]), escape(box.text[half:])
        return f"<p>{first}</p><p>{second}</p>" if len(box.text) % 2 else f"{first}<br/>\n        {second}"
    return text
