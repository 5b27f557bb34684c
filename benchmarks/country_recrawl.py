"""A portal of 2,000 reports crawled again when nothing changed and only its lists are due: requests, bytes, growth."""

import random
import tempfile
from collections.abc import Callable
from email.message import Message
from pathlib import Path

from archive.runs import runs_of
from tests.support.small_portal import Pages, Reply, page, serve, start_scrapy, write_spider

REPORTS, A_PAGE = 2000, 50
HOST = "www.jia.gov.cn"
COLUMN = "/zwgk/nb/"


def pages() -> Pages:
    """40 list pages that name each other, reports of some 20 KB; a server that knows ETags."""
    chance = random.Random(1)
    letters = [chr(0x4E00 + number) for number in range(3000)]
    found: dict[str, Callable[[Message], Reply]] = {}
    lists = [f"{COLUMN}{'index' if number == 0 else f'index_{number}'}.html" for number in range(REPORTS // A_PAGE)]
    for number, path in enumerate(lists):
        links = []
        for serial in range(number * A_PAGE, (number + 1) * A_PAGE):
            organ, year = serial // 8, 2016 + serial % 8
            name = f"北京市房山区{''.join(random.Random(organ).sample(letters, 4))}局{year}年政府信息公开工作年度报告"
            links.append((f"{COLUMN}t{serial}.html", name))
            text = "".join(chance.choices(letters, k=6500))
            found[links[-1][0]] = _tagged(f"<html><title>{name}</title><h1>{name}</h1><p>{text}</p></html>")
        after = [(lists[number + 1], "下一页")] if number + 1 < len(lists) else []
        found[path] = _tagged(page(*links, *after).encoded().decode())
    return found


def _tagged(body: str) -> Callable[[Message], Reply]:
    tag = f'"{random.Random(body).getrandbits(64):x}"'

    def answer(headers: Message) -> Reply:
        if headers["If-None-Match"] == tag:
            return Reply(status=304, headers={"ETag": tag})
        return Reply(body, headers={"ETag": tag})

    return answer


def run() -> str:
    """A table of both crawls."""
    with tempfile.TemporaryDirectory() as name, serve(pages()) as server:
        folder = Path(name)
        write_spider(folder, ("listing", "ListingSpider"), (f"http://{HOST}{COLUMN}index.html",), minimum=REPORTS - 1)
        rows = ["| crawl | requests | bytes received | WARC bytes | new | outcome |", "|---|---|---|---|---|---|"]
        held = 0
        for crawl, rest in (("first", 0), ("again, only lists due", 30)):
            asked = len(server.asked)
            settings = {"INDEX_AFTER_CRAWL": "1", "RECRAWL_REPORTS_AFTER": str(rest)}
            with start_scrapy(folder, "crawlall", "--new", port=server.port, project="demo", **settings) as process:
                said = process.communicate()
            assert process.returncode == 0, said
            report = next(runs_of(folder / "data")).report()
            assert report is not None
            size = sum(path.stat().st_size for path in (folder / "data" / "warc").rglob("*.warc.gz"))
            row, read = report.crawls[0], report.indexed[0]
            new = f"{len(read.new)} reports, {len(read.changed)} changed"
            rows.append(
                f"| {crawl} | {len(server.asked) - asked} | {row.received} | {size - held} | {new} | {row.outcome} |"
            )
            held = size
    return "\n".join(rows)
