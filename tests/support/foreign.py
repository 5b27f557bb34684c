"""WARC and WACZ files laid out as other people's crawlers lay them out (their formats read from files of 2024–2026)."""

import base64
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from uuid import UUID

import zstandard

from tests.support.pages import report_page

URL = "http://www.qingxi.test/nb/2022.html"
LIST = "http://www.qingxi.test/nb/"
REPORT = report_page("nested_tables").encode()
INDEX = f'<html><body><a href="{URL}">年报</a></body></html>'.encode()
_DATE = "2024-03-01T08:00:00Z"
_LATER = "2024-04-01T08:00:00Z"


def _sha1(data: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()}"


def _sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _id(number: int) -> str:
    return f"<urn:uuid:{UUID(int=number)}>"


def _record(version: str, block: bytes, **fields: str) -> bytes:
    """One gzip member; ``WARC_Type`` stands for ``WARC-Type``."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    head = "\r\n".join([f"WARC/{version}", *lines, f"Content-Length: {len(block)}"])
    return gzip.compress(f"{head}\r\n\r\n".encode() + block + b"\r\n\r\n", mtime=0)


def heritrix() -> bytes:
    """Heritrix 3.4: DNS answers, requests behind their responses, ``via`` and hops, SHA-1, revisits of WARC 1.0 that
    name their target and older ones that do not."""
    info = b"software: Heritrix/3.4.0 http://crawler.archive.org\r\nformat: WARC File Format 1.0\r\nrobots: obey\r\n"
    dns = b"20240301080000\nwww.qingxi.test.\t\t300\tIN\tA\t192.0.2.1\n"
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(REPORT), REPORT)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    http = "application/http; msgtype=response"
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    about = {"WARC_Target_URI": URL, "WARC_Date": _DATE, "WARC_IP_Address": "192.0.2.1"}
    again = {
        **about,
        "WARC_Date": _LATER,
        "WARC_Payload_Digest": _sha1(chunks),
        "WARC_Profile": profile,
    }
    return b"".join(
        [
            _record("1.0", info, WARC_Type="warcinfo", WARC_Date=_DATE, WARC_Filename="WEB-0.warc.gz",
                    WARC_Record_ID=_id(1), Content_Type="application/warc-fields"),
            _record("1.0", dns, WARC_Type="response", WARC_Target_URI="dns:www.qingxi.test", WARC_Date=_DATE,
                    WARC_IP_Address="192.0.2.53", WARC_Record_ID=_id(2), Content_Type="text/dns"),
            _record("1.0", head + chunks, WARC_Type="response", **about, WARC_Payload_Digest=_sha1(chunks),
                    WARC_Record_ID=_id(3), Content_Type=http),
            _record("1.0", b"GET /nb/2022.html HTTP/1.0\r\n\r\n", WARC_Type="request", WARC_Target_URI=URL,
                    WARC_Date=_DATE, WARC_Concurrent_To=_id(3), WARC_Record_ID=_id(4),
                    Content_Type="application/http; msgtype=request"),
            _record("1.0", f"via: {LIST}\r\nhopsFromSeed: L\r\nfetchTimeMs: 12\r\n".encode(), WARC_Type="metadata",
                    WARC_Target_URI=URL, WARC_Date=_DATE, WARC_Concurrent_To=_id(3), WARC_Record_ID=_id(5),
                    Content_Type="application/warc-fields"),
            _record("1.0", head, WARC_Type="revisit", **again, WARC_Refers_To_Target_URI=URL, WARC_Refers_To_Date=_DATE,
                    WARC_Truncated="length", WARC_Record_ID=_id(6), Content_Type=http),
            _record("1.0", b"GET /nb/2022.html HTTP/1.0\r\n\r\n", WARC_Type="request", WARC_Target_URI=URL,
                    WARC_Date=_LATER, WARC_Concurrent_To=_id(6), WARC_Record_ID=_id(7),
                    Content_Type="application/http; msgtype=request"),
            _record("1.0", head, WARC_Type="revisit", **again, WARC_Truncated="length", WARC_Record_ID=_id(8),
                    Content_Type=http),
            _record("1.0", b"GET /nb/2022.html HTTP/1.0\r\n\r\n", WARC_Type="request", WARC_Target_URI=URL,
                    WARC_Date=_LATER, WARC_Concurrent_To=_id(8), WARC_Record_ID=_id(9),
                    Content_Type="application/http; msgtype=request"),
        ]
    )  # fmt: skip


def common_crawl() -> bytes:
    """Common Crawl: bodies stored decoded, the head rewritten to say so; what is known of the fetch in metadata."""
    info = b"isPartOf: CC-MAIN-2024-10\r\nsoftware: Apache Nutch 1.19\r\nformat: WARC File Format 1.1\r\n"
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Crawler-Content-Encoding: gzip\r\n"
        b"X-Crawler-Transfer-Encoding: chunked\r\nContent-Length: %d\r\n\r\n" % len(REPORT)
    )
    asked = b"GET /nb/2022.html HTTP/1.1\r\nUser-Agent: CCBot/2.0\r\n\r\n"
    common = {"WARC_Date": _DATE, "WARC_Warcinfo_ID": _id(1), "WARC_Target_URI": URL}
    return b"".join(
        [
            _record("1.0", info, WARC_Type="warcinfo", WARC_Date=_DATE, WARC_Record_ID=_id(1),
                    Content_Type="application/warc-fields", WARC_Filename="CC-MAIN-0.warc.gz"),
            _record("1.0", asked, WARC_Type="request", **common, WARC_Record_ID=_id(2), WARC_Block_Digest=_sha1(asked),
                    Content_Type="application/http; msgtype=request"),
            _record("1.0", head + REPORT, WARC_Type="response", **common, WARC_Record_ID=_id(3),
                    WARC_Concurrent_To=_id(2), WARC_Payload_Digest=_sha1(REPORT),
                    WARC_Block_Digest=_sha1(head + REPORT), WARC_Identified_Payload_Type="text/html",
                    Content_Type="application/http; msgtype=response"),
            _record("1.0", b'fetchTimeMs: 231\r\nlanguages-cld2: {"reliable":true}\r\n', WARC_Type="metadata", **common,
                    WARC_Record_ID=_id(4), WARC_Concurrent_To=_id(3), Content_Type="application/warc-fields"),
        ]
    )  # fmt: skip


def browsertrix() -> bytes:
    """A WACZ of Browsertrix Crawler: names of headers in lower case, bodies decoded by the browser, and beside the
    pages what it saw of them as resources under ``urn:`` addresses."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("archive/rec-1.warc.gz", _browsed(URL, REPORT, 10))
        archive.writestr("archive/rec-2.warc.gz", _browsed(LIST, INDEX, 20))
        page = json.dumps({"id": "p", "url": URL, "title": "年报", "ts": _DATE}, ensure_ascii=False)
        archive.writestr("pages/pages.jsonl", f'{{"format": "json-pages-1.0", "id": "pages"}}\n{page}\n')
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}))
    return out.getvalue()


def _browsed(url: str, body: bytes, number: int) -> bytes:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nx-orig-content-encoding: gzip\r\n\r\n"
    asked = b"GET / HTTP/1.1\r\nUser-Agent: Mozilla/5.0\r\n\r\n"
    info = b"software: Browsertrix-Crawler 1.5.0 (with warcio.js 2.4.3)\r\nformat: WARC File Format 1.1\r\n"
    seen = b'{"pageid":"p","url":"%s","counts":{"jsErrors":0}}' % url.encode()
    common = {"WARC_Date": "2024-03-01T08:00:00.000Z", "WARC_Page_ID": "p", "WARC_Resource_Type": "document"}
    return b"".join(
        [
            _record("1.1", info, WARC_Type="warcinfo", WARC_Date=_DATE, WARC_Record_ID=_id(number),
                    Content_Type="application/warc-fields"),
            _record("1.1", head + body, WARC_Target_URI=url, **common, WARC_Type="response",
                    WARC_Record_ID=_id(number + 1), WARC_Payload_Digest=_sha256(body),
                    WARC_Block_Digest=_sha256(head + body), WARC_JSON_Metadata='{"ipType":"Public"}',
                    Content_Type="application/http; msgtype=response"),
            _record("1.1", asked, WARC_Target_URI=url, **common, WARC_Type="request", WARC_Record_ID=_id(number + 2),
                    WARC_Concurrent_To=_id(number + 1), WARC_Payload_Digest=_sha256(b""),
                    WARC_Block_Digest=_sha256(asked), Content_Type="application/http; msgtype=request"),
            _record("1.1", seen, WARC_Target_URI=f"urn:pageinfo:{url}", **common, WARC_Type="resource",
                    WARC_Record_ID=_id(number + 3), WARC_Payload_Digest=_sha256(seen),
                    WARC_Block_Digest=_sha256(seen), Content_Type="application/json"),
        ]
    )  # fmt: skip


def arc(pack: Callable[[bytes], bytes]) -> bytes:
    """Heritrix 1.14: the file's own description, a DNS answer, a page; ``pack`` makes a member of each."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    about = b"1 1 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    answers = [
        ("filedesc://IAH-20080301.arc 0.0.0.0 20080301080000 text/plain", about),
        (
            "dns:www.qingxi.test 192.0.2.53 20080301080000 text/dns",
            b"20080301080000\nwww.qingxi.test. IN A 192.0.2.1\n",
        ),
        (f"{URL} 192.0.2.1 20080301080001 text/html", head + REPORT),
    ]
    return b"".join(pack(f"{line} {len(block)}\n".encode() + block + b"\n") for line, block in answers)


def unpacked(data: bytes) -> list[bytes]:
    """The records of a file of one gzip member a record."""
    found = []
    while data:
        decoder = zlib.decompressobj(31)
        found.append(decoder.decompress(data))
        data = decoder.unused_data
    return found


def plain() -> bytes:
    """An uncompressed file, as older wget writes."""
    return b"".join(unpacked(heritrix()))


def old() -> bytes:
    """WARC 0.18, the draft that Heritrix 1.14 wrote."""
    return b"".join(gzip.compress(record.replace(b"WARC/1.0", b"WARC/0.18", 1)) for record in unpacked(heritrix()))


def zstd(*, dictionary: bool) -> bytes:
    """One frame a record, as Zeno and the Internet Archive write; the dictionary, where there is one, comes first."""
    known = zstandard.train_dictionary(1024, [b"WARC-Type: response %d" % n * 4 for n in range(900)])
    packer = zstandard.ZstdCompressor(dict_data=known if dictionary else None)
    packed = zstandard.compress(known.as_bytes())
    first = b"\x5d\x2a\x4d\x18" + len(packed).to_bytes(4, "little") + packed
    return (first if dictionary else b"") + b"".join(packer.compress(record) for record in unpacked(common_crawl()))


FOREIGN: dict[str, Callable[[], bytes]] = {
    "WEB-20240301-00000.warc.gz": heritrix,
    "CC-MAIN-20240301080000-00000.warc.gz": common_crawl,
    "crawl.wacz": browsertrix,
    "IAH-20080301.arc.gz": lambda: arc(gzip.compress),
    "IAH-20080301.arc": lambda: arc(lambda record: record),
    "wget.warc": plain,
    "draft.warc.gz": old,
    "zeno.warc.zst": lambda: zstd(dictionary=True),
    "bare.warc.zst": lambda: zstd(dictionary=False),
}
