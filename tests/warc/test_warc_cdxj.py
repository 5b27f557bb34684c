"""The CDXJ: keys as replay tools make them, sorted, mergeable, found by URL."""

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.errors import WarcError
from archive.warc import surt as surt_module
from archive.warc.cdxj import parse_line
from archive.warc.lookup import captures_of
from archive.warc.surt import surt
from tests.support.warcs import captures, exchange, warcs, writer

# Made with the surt package (0.3.1), which pywb and cdxj-indexer use.
KEYS = {
    "http://www.zp.gov.cn:80/xxgk/?b=2&a=1": "cn,gov,zp)/xxgk?a=1&b=2",
    "https://WWW2.Zp.gov.cn/A/B.HTML#top": "cn,gov,zp)/a/b.html",
    "http://user:pw@zwgk.maiji.gov.cn:8080/": "cn,gov,maiji,zwgk:8080)/",
    "https://www.gov.cn": "cn,gov)/",
    "http://h.cn./a//b/./c/../": "cn,h)/a/b",
    "http://a.cn/年报/2020": "cn,a)/%e5%b9%b4%e6%8a%a5/2020",
    "http://a.cn/%E5%B9%B4%e6%8a%a5/2020": "cn,a)/%e5%b9%b4%e6%8a%a5/2020",
    "http://a.cn/a%2520b%": "cn,a)/a%20b%25",
    "http://127.0.0.1:80/": "1,0,0,127)/",
    "http://[::1]:8000/x": "::1:8000)/x",
    "http://中国.cn/": "cn,xn--fiqs8s)/",
    "http://a.cn/x?PHPSESSID=0123456789abcdef0123456789abcdef&z=1": "cn,a)/x?z=1",
    "http://a.cn/x?z=1&CFID=12&CFTOKEN=34": "cn,a)/x?&z=1",
    "http://a.cn/(S(0123456789abcdefghij0123))/x.aspx?y": "cn,a)/x.aspx?y",
    "http://a.cn/x?": "cn,a)/x",
    "http://a.cn/x?q=a+b&&c": "cn,a)/x?&c&q=a+b",
}


@pytest.mark.parametrize("url", KEYS)
def test_keys_are_those_of_replay_tools(url: str) -> None:
    assert surt(url) == KEYS[url]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_keys_never_raise_nor_break_the_line(text: str) -> None:
    assert not set(surt(f"http://a.cn/{text}")) & set(" \n\r\t")
    surt(text)


@example("http://www.cn/a")
@example("http://www.www2.gov.cn/a")
@given(
    st.from_regex(
        r"https?://(www[0-9]?\.)*[a-zA-Z]{1,3}(\.[a-z-]{1,3}){0,2}(:80)?(/[a-zA-Z0-9_.%-]{0,4}){0,4}", fullmatch=True
    )
)
def test_urls_that_go_a_short_way_have_the_same_key(url: str) -> None:
    short = surt(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surt_module, "_PLAIN", re.compile(r"(?!)"))
        assert surt(url) == short


def _fill(root: Path) -> None:
    for crawl in range(2):
        with writer(root) as w:
            for number in range(30):
                url = f"http://www.qingxi.test/{number % 10}?t={number // 10}"
                body = b"%d-%d" % (crawl, number)
                head = b'HTTP/1.1 200 OK\r\nContent-Type: text/HTML; charset=gbk\r\nETag: W/"\xc4\xea"\r\n\r\n'
                w.write_exchange(exchange(url, head + body, seconds=1000 * crawl + number))
            w.write_exchange(exchange("http://www.qingxi.test/dead", b"", truncated="time"))


def test_lines_are_sorted_and_merge(tmp_path: Path) -> None:
    _fill(tmp_path)
    paths = [str(path) for path in sorted(tmp_path.rglob("*.cdxj"))]
    subprocess.run(["sort", "-c", *paths[:1]], check=True, env={"LC_ALL": "C"})
    merged = subprocess.run(["sort", "-m", *paths], check=True, capture_output=True, env={"LC_ALL": "C"}).stdout
    lines = merged.decode().splitlines()
    assert len(lines) == 60, "an answer of which nothing arrived has no line"
    assert lines == sorted(lines, key=str.encode)
    key, timestamp, text = lines[0].split(" ", 2)
    values = json.loads(text)
    assert (key, timestamp) == ("test,qingxi)/0?t=0", "20240301080000")
    assert (values["mime"], values["status"], values["etag"]) == ("text/html", "200", 'W/"年"')
    assert values["digest"].startswith("sha256:")


def test_each_line_leads_to_its_member(tmp_path: Path) -> None:
    _fill(tmp_path)
    for path in warcs(tmp_path):
        data = path.read_bytes()
        for line in path.with_suffix("").with_suffix(".cdxj").read_text("utf-8").splitlines():
            entry = parse_line(line)
            start, end = entry.location.offset, entry.location.offset + entry.location.length
            assert f"WARC-Target-URI: {entry.url}\r\n".encode() in gzip.decompress(data[start:end])


def test_found_by_url(tmp_path: Path) -> None:
    _fill(tmp_path)
    folder = tmp_path / "qingxi"
    for capture in captures(tmp_path):
        found = list(captures_of(capture.url, folder, tmp_path))
        assert (capture.location in [entry.location for entry in found]) == (capture.status is not None)
        assert len(found) == (2 if capture.status else 0)
    assert list(captures_of("http://www.qingxi.test/nowhere", folder, tmp_path)) == []


def test_other_tools_read_it(tmp_path: Path) -> None:
    """cdxj lines of others carry fewer fields, and no exact date."""
    entry = parse_line(
        'cn,a)/ 20200131010203 {"url": "http://a.cn/", "mime": "text/html", "status": "200", '
        '"digest": "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", "length": "7", "offset": "9", "filename": "x.warc.gz"}\n'
    )
    assert (entry.date, entry.record_id, entry.location.length) == ("2020-01-31T01:02:03Z", "", 7)


@pytest.mark.parametrize("line", ["", "cn,a)/ 2020", "cn,a)/ 20200131010203 {}", "a b [1]", 'a b {"filename": 1}'])
def test_what_is_no_line(line: str) -> None:
    with pytest.raises(WarcError, match="not a CDXJ line"):
        parse_line(line)


def test_a_broken_cdxj_is_made_up_for(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        w.write_exchange(exchange())
    (broken,) = tmp_path.rglob("*.cdxj")
    broken.write_text("garbage\n")
    with writer(tmp_path) as w:
        again = w.write_exchange(exchange(seconds=9))
    assert [c.warc_type for c in captures(tmp_path) if c.location == again] == ["revisit"]
    assert broken.read_text() == "garbage\n", "left for verify to find"
