"""A real browser on the real site: no error, no request elsewhere, a hostile page inert, contrast and keyboard."""

import json
import shutil
import socket
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python
import pytest
import uvicorn

from archive.site.app import create_site
from tests.support.sites import HOSTILE_URL, make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
playwright = pytest.importorskip("playwright.sync_api")

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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
    "/panel?preset=granted",
    "/checks",
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
    """The site on a port of its own; connections wait in the socket's queue until the server is up."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_site(folder / "archive.db", folder / "warc").app()
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()


@pytest.fixture(scope="module")
def running() -> "Iterator[Playwright]":
    with playwright.sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(running: "Playwright") -> "Iterator[Browser]":
    browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


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


@pytest.mark.parametrize("path", PATHS)
def test_no_console_error_and_no_request_elsewhere(seen: Seen, origin: str, path: str) -> None:
    page, faults = seen
    page.goto(origin + path)
    page.wait_for_load_state("load")
    expected = ["404"] if path == "/report/nothing" else []
    assert [fault for fault in faults if not any(word in fault for word in expected)] == []


@pytest.mark.parametrize("path", ["/archive/reports", "/archive/captures", "/archive"])
def test_datasettes_own_pages_stay_on_their_host(seen: Seen, origin: str, path: str) -> None:
    page, faults = seen
    page.goto(origin + path)
    page.wait_for_load_state("load")
    assert faults == []


def violations(page: "Page") -> list[str]:
    """What axe finds against WCAG 2.1 A and AA, one line each."""
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})")
    return [f"{v['id']}: {json.dumps([n['html'][:120] for n in v['nodes'][:3]])}" for v in found["violations"]]


@pytest.mark.parametrize("path", PATHS)
def test_accessible_in_light_and_dark(browser: "Browser", origin: str, path: str) -> None:
    context = browser.new_context(locale="zh-CN", bypass_csp=True)
    page = context.new_page()
    page.goto(origin + path)
    if path == "/codebook":  # hundreds of rows that are all alike: a few of them say all
        page.evaluate("document.querySelectorAll('tbody tr:nth-child(n + 4)').forEach((row) => row.remove())")
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    assert found + violations(page) == []
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_spills_over_a_phones_screen(browser: "Browser", origin: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    page.goto(origin + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


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


def test_a_hostile_stored_page_stays_inert(folder: Path, running: "Playwright", origin: str) -> None:
    """Its host resolves to a socket of ours: nothing may come to it, though it is shown to be in reach."""
    connection = sqlite3.connect(folder / "archive.db")
    (capture,) = connection.execute("SELECT capture_id FROM captures WHERE url = ?", (HOSTILE_URL,)).fetchone()
    connection.close()
    with socket.create_server(("127.0.0.1", 0)) as evil:
        rule = f"--host-resolver-rules=MAP evil.invalid:80 127.0.0.1:{evil.getsockname()[1]}"
        browser = running.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, rule])
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
        browser.close()
