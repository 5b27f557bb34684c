"""An answer is a page only if it is whole: its last byte came, and what it unpacks to ends where it should. Of
robots.txt alone the beginning is enough."""

from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.model import Exchange
from archive.warc.httpblock import header_text, parse_message, raw_payload, split_interim
from archive.warc.payload import MAX_BODY, decode_body
from crawler.errors import CutAnswerError
from crawler.exchange import Recording

# In ``request.meta``: how many bytes of the body are enough, and what comes after them is not waited for.
BEGINNING = "beginning"


def beginning_of(exchange: Exchange, enough: int) -> Response:
    """The first bytes of an answer that was cut because they are enough, up to the last whole line."""
    _, final = split_interim(exchange.response)
    message = parse_message(final)
    coding = message.text_header(b"Content-Encoding")
    body = decode_body(raw_payload(message).data, coding, MAX_BODY).data[:enough]
    headers = Headers([(name, value) for name, value in message.fields if name != b"content-encoding"])
    whole_lines = body[: body.rfind(b"\n") + 1]
    return Response(exchange.url, status=message.status or 200, headers=headers, body=whole_lines, flags=["partial"])


def whole_answer(recording: Recording, response: Response) -> Response | CutAnswerError | DownloadCancelledError:
    """The answer with its Content-Encoding undone, as the archive's reader does it too, or why it is no page.

    Scrapy would hand on as much of a gzip'd page as decodes, and takes the end of a connection for that of an answer
    without a length, even where the connection was reset.
    """
    url = response.url
    open_end = "partial" in response.flags
    if "dataloss" in response.flags or (open_end and recording.aborted):
        return CutAnswerError(f"{url}: the connection ended in the middle of the answer")
    coding = ", ".join(map(header_text, response.headers.getlist(b"Content-Encoding")))
    if not coding or "download_stopped" in response.flags or (not response.body and not open_end):
        return response
    if not response.body:
        return CutAnswerError(f"{url}: the connection ended before the body")
    body = decode_body(response.body, coding, recording.limit or MAX_BODY)
    if body.too_large:
        return DownloadCancelledError(f"{url}: {body.flaw}; see DOWNLOAD_MAXSIZE")
    if not body.whole:
        return CutAnswerError(f"{url}: {body.flaw}")
    headers = response.headers.copy()
    del headers[b"Content-Encoding"]
    kind = responsetypes.from_args(headers=headers, url=url, body=body.data)
    return response.replace(cls=kind, headers=headers, body=body.data)
