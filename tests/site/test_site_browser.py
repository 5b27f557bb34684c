"""A real browser on the real site: no error, no request elsewhere, a hostile page inert, contrast and keyboard."""

import json
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python
import pytest

from archive.errors import ArchiveError
from tests.support.browsers import CHROMIUM, chromium, serving
from tests.support.pictures import PICTURES, WIDTH, take
from tests.support.sites import HOSTILE_URL, make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the only rules of these that a palette decides
PATHS = (
    "/",
    "/reports?q=不够丰富",
    "/report/999900-2023",
    "/report/999900-2023/text",
    "/report/999900-2023/diff",
    "/organ/999900",
    "/coverage",
    "/region/990000",
    "/compare?a=999900-2022&b=999900-2023",
    "/report/999900-2022/number/share_not_held",
    "/panel?preset=granted",
    "/panel?preset=lateness&by=year&change=1",
    "/panel?preset=carry&wide=1&change=1",
    "/reuse",
    "/reports",
    "/checks",
    "/lateness?state=all",
    "/panel?m=received,handled&by=year",
    "/codebook",
    "/report/nothing",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    make(folder / "warc")
    return folder


@pytest.fixture(scope="module")
def origin(folder: Path) -> Iterator[str]:
    with serving(folder) as origin:
        yield origin


@pytest.fixture(scope="module")
def evil() -> Iterator[socket.socket]:
    """Who listens under the name of the host that the hostile page calls."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture(scope="module")
def browser(evil: socket.socket) -> "Iterator[Browser]":
    with chromium(f"--host-resolver-rules=MAP evil.invalid:80 127.0.0.1:{evil.getsockname()[1]}") as browser:
        yield browser


@pytest.fixture
def seen(browser: "Browser", origin: str) -> "Iterator[tuple[Page, list[str]]]":
    """A page, and the list of what it should not have done."""
    context = browser.new_context(locale="zh-CN", bypass_csp=False)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"console {message.type}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on(
        "request", lambda request: None if request.url.startswith((origin, "data:")) else faults.append(request.url)
    )
    yield page, faults
    context.close()


Seen = tuple["Page", list[str]]


def buttons(page: "Page") -> list[str]:
    """Selectors of the kinds of buttons that the page has; datasette-vega makes one where rows can be drawn."""
    return [found for found in ("main button", "main input[type=submit]") if page.query_selector(found)]


def violations(page: "Page", only: dict[str, object], within: list[str] | None = None) -> list[str]:
    """What axe finds, one line each."""
    found = page.evaluate("([within, only]) => axe.run(within, {runOnly: only})", [within or ["html"], only])
    return [f"{v['id']}: {json.dumps([n['html'][:120] for n in v['nodes'][:3]])}" for v in found["violations"]]


def test_the_scripts_of_raw_tables_run_under_their_policy(seen: Seen, origin: str) -> None:
    """Datasette's editor and its charts; nothing is refused, nothing is asked for elsewhere."""
    page, faults = seen
    page.goto(f"{origin}/archive?sql=select+report_year,+figures+from+reports")
    page.wait_for_selector(".CodeMirror")
    page.goto(f"{origin}/archive/reports")
    page.click("text=Show charting options")
    page.check("input[type=radio] >> nth=0")
    for name, column in (("x_column", "report_year"), ("y_column", "figures")):
        page.select_option(f"select[name={name}]", column)
    page.wait_for_selector("canvas, svg.marks")
    assert [fault for fault in faults if "Vega v3" not in fault] == []


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_quiet_fits_a_phone_and_is_accessible(seen: Seen, origin: str, path: str) -> None:
    """No error and no request elsewhere; no wider than 360 pixels; WCAG 2.1 A and AA in light and in dark."""
    page, faults = seen
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(origin + path)
    page.wait_for_load_state("load")
    expected = ["404"] if path == "/report/nothing" else []
    assert [fault for fault in faults if not any(word in fault for word in expected)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 800})
    if path == "/codebook":  # hundreds of rows that are all alike: a few of them say all
        page.evaluate("document.querySelectorAll('tbody tr:nth-child(n + 4)').forEach((row) => row.remove())")
    page.evaluate(AXE)
    assert violations(page, {"type": "tag", "values": LEVELS}) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, {"type": "rule", "values": COLOURS}) == []


@pytest.mark.parametrize("path", ["/archive/reports", "/archive/captures", "/archive/figures", "/archive"])
def test_datasettes_own_pages_stay_on_their_host(seen: Seen, origin: str, path: str) -> None:
    page, faults = seen
    page.goto(origin + path)
    page.wait_for_load_state("networkidle")
    assert faults == []
    assert page.evaluate("document.querySelector('#nb-q').offsetWidth") >= 200
    page.evaluate(AXE)
    assert violations(page, {"type": "rule", "values": COLOURS}, [".nb-head", *buttons(page)]) == []


def test_the_keyboard_reaches_content_and_shows_where_it_is(seen: Seen, origin: str) -> None:
    page, _ = seen
    page.goto(f"{origin}/report/999900-2023")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "nb-skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("path", PATHS)
def test_the_keyboard_shows_where_it_is_on_every_page(seen: Seen, origin: str, path: str) -> None:
    """Fifteen steps with Tab: each has a visible mark of its own and lies on the page."""
    page, _ = seen
    page.goto(origin + path)
    places = set()
    for _ in range(15):
        page.keyboard.press("Tab")
        where, outline, width = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();"
            " return [`${e.tagName} ${b.left} ${b.top}`, s.outlineStyle, b.right]; })()"
        )
        assert where.startswith(("BODY", "HTML", "IFRAME")) or (outline == "solid" and width > 0), where
        places.add(where)
    assert len(places) > 10


@pytest.mark.parametrize("path", PATHS)
def test_a_page_in_print_is_text_and_tables_only(seen: Seen, origin: str, path: str) -> None:
    page, _ = seen
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    page.goto(origin + path)
    shown = "(s) => [...document.querySelectorAll(s)].filter((e) => e.getClientRects().length).length"
    assert page.evaluate(shown, ".nb-nav, .nb-find, .nb-tools, .nb-form, .nb-pager, iframe") == 0
    assert page.evaluate(shown, "h1") == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 720 or "wide=1" in path


def test_a_capture_is_accessible(folder: Path, seen: Seen, origin: str) -> None:
    connection = sqlite3.connect(folder / "archive.db")
    (capture,) = connection.execute("SELECT read_from FROM report_versions LIMIT 1").fetchone()
    connection.close()
    page, faults = seen
    page.goto(f"{origin}/capture/{capture}")
    assert faults == []
    page.evaluate(AXE)
    found = page.evaluate(
        "(only) => axe.run({include: [['html']], exclude: [['iframe']]}, {runOnly: only})",
        {"type": "tag", "values": LEVELS},
    )
    assert [violation["id"] for violation in found["violations"]] == []


def test_the_theme_is_kept_over_pages(seen: Seen, origin: str) -> None:
    page, _ = seen
    page.goto(origin)
    page.click("[data-theme-toggle]")
    chosen = page.evaluate("document.documentElement.dataset.theme")
    page.goto(f"{origin}/coverage")
    assert page.evaluate("document.documentElement.dataset.theme") == chosen == "dark"


def test_a_table_sorts_by_a_click(seen: Seen, origin: str) -> None:
    page, faults = seen
    page.goto(f"{origin}/panel?m=received")
    page.click("table[data-sortable] thead th.num button")
    numbers = page.eval_on_selector_all(
        "table[data-sortable] tbody td.num", "cells => cells.map(c => c.textContent.trim())"
    )
    stated = [int(number) for number in numbers if number != "–"]
    assert stated == sorted(stated, reverse=True)
    assert faults == []


def test_a_hostile_stored_page_stays_inert(folder: Path, browser: "Browser", origin: str, evil: socket.socket) -> None:
    """Its host resolves to a socket of ours: nothing may come to it, though it is shown to be in reach."""
    connection = sqlite3.connect(folder / "archive.db")
    (capture,) = connection.execute("SELECT capture_id FROM captures WHERE url = ?", (HOSTILE_URL,)).fetchone()
    connection.close()
    page = browser.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in (f"/capture/{capture}", f"/capture/{capture}/body"):
        page.goto(origin + path)
        page.locator("iframe").first.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.pwned === undefined")
        assert page.title() != "pwned"
        assert said == []
        (frame,) = [frame for frame in page.frames if frame.url.endswith("/body")]
        assert "hostile page" in frame.content()
    evil.settimeout(0)
    with pytest.raises(BlockingIOError):
        evil.accept()
    page.goto("about:blank")
    page.evaluate("void fetch('http://evil.invalid/', {mode: 'no-cors'}).catch(() => 0)")
    evil.settimeout(10)
    evil.accept()[0].close()
    page.close()


def test_the_pictures_of_the_readme_can_be_taken(browser: "Browser", origin: str, tmp_path: Path) -> None:
    """Here the home page; the report they show is the demo's, and its absence is said plainly."""
    with pytest.raises(ArchiveError, match="run make demo first"):
        take(browser, origin, tmp_path)
    heights = {name: height for name, _, height in PICTURES}
    for language in ("zh", "en"):
        head = (tmp_path / f"home-{language}.png").read_bytes()[:24]
        assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (WIDTH, heights["home"])


def test_a_chart_is_downloaded_as_a_drawing_and_as_a_picture(seen: Seen, origin: str) -> None:
    page, faults = seen
    page.goto(f"{origin}/panel?m=received,handled&by=year")
    saved = {}
    for kind in ("svg", "png"):
        with page.expect_download() as waiting:
            page.locator(f"[data-chart={kind}]").first.click()
        saved[kind] = Path(waiting.value.path()).read_bytes()
        assert waiting.value.suggested_filename.endswith(f".{kind}")
    drawing = saved["svg"].decode()
    assert 'xmlns="http://www.w3.org/2000/svg"' in drawing
    assert "新收申请" in drawing or "requests received" in drawing
    assert "var(" not in drawing
    assert saved["png"].startswith(b"\x89PNG")
    assert len(saved["png"]) > 5_000
    assert faults == []
