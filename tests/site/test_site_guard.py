"""What strangers may ask of the site, and what it costs the others: SQL without end, odd hosts, methods, arguments."""

import asyncio
import time
from pathlib import Path

import httpx
import pytest

from archive.site.app import create_site
from archive.site.sqlworker import MAX_VALUE
from tests.support.sites import Get

COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
TOO_LONG, TOO_BIG, TOO_MUCH, TOO_LARGE = "took too long", "too big", "too much memory", "too large"
# Statements that hold a thread, the memory or the line, most of them within one instruction of SQLite's machine.
DEAR = {
    "SELECT zeroblob(1000000000)": (TOO_BIG,),
    "SELECT length(zeroblob(1000000000))": (TOO_BIG,),
    "SELECT length(randomblob(900000000))": (TOO_BIG,),
    "SELECT hex(zeroblob(500000000))": (TOO_BIG,),
    "SELECT hex(randomblob(400000000))": (TOO_BIG,),
    "SELECT printf('%.*c', 900000000, 'x')": (TOO_BIG, TOO_LONG),
    "SELECT replace(hex(zeroblob(8000000)), '0', 'abcdefghij')": (TOO_BIG, TOO_MUCH),
    "SELECT json_group_array(hex(randomblob(3000000))) FROM figures": (TOO_BIG, TOO_MUCH, TOO_LONG),
    "SELECT instr(zeroblob(16000000), zeroblob(8000000) || x'01')": (TOO_LONG, TOO_BIG),
    "SELECT trim(printf('%.*c', 9000000, 'a'), printf('%.*c', 100000, 'b') || 'a')": (TOO_LONG,),
    "SELECT sum(length(printf('%9000000d', a.key))) FROM figures a, figures b": (TOO_LONG,),
    "SELECT count(*) FROM figures a, figures b, figures c, figures d": (TOO_LONG,),
    f"SELECT * FROM {', '.join(f'captures c{n}' for n in range(60))}": (TOO_LONG, TOO_LARGE),
    f"SELECT {', '.join(['(SELECT count(*) FROM figures a, figures b, figures c)'] * 50)}": (TOO_LONG,),
    f"{COUNTING} SELECT max(i) FROM n": (TOO_LONG,),
    f"{COUNTING} SELECT count(*) FROM n WHERE hex(randomblob(4000000)) = 'x'": (TOO_LONG,),
    f"{COUNTING} SELECT group_concat(hex(randomblob(1000))) FROM n": (TOO_BIG, TOO_MUCH, TOO_LONG),
    f"{COUNTING} SELECT DISTINCT randomblob(100000) FROM n": (TOO_MUCH, TOO_LONG, TOO_LARGE),
    f"{COUNTING} SELECT hex(zeroblob(1000000)) FROM n": (TOO_LARGE, TOO_LONG),
    f"{COUNTING} SELECT i FROM n ORDER BY random()": (TOO_MUCH, TOO_LONG),
}


def sql(statement: str) -> str:
    return str(httpx.URL("/archive.json", params={"sql": statement}))


@pytest.mark.parametrize("statement", DEAR)
def test_a_dear_statement_is_refused_with_its_reason(get: Get, statement: str) -> None:
    response = get(sql(statement))
    assert response.status_code == 400
    assert any(reason in response.json()["error"] for reason in DEAR[statement]), response.json()["error"]


def test_dear_statements_leave_the_pages_to_others(folder: Path) -> None:
    """All at once: some are run, the others are told to come again, and pages are answered before all that is over."""

    async def ask() -> tuple[list[httpx.Response], float, float]:
        site = create_site(folder / "archive.db", folder / "warc")
        await site.invoke_startup()
        began = time.monotonic()
        dear = [asyncio.create_task(site.client.get(sql(statement))) for statement in DEAR]
        for path in ("/", "/reports?q=公开", "/report/999900-2023", "/archive/reports"):
            assert (await site.client.get(path)).status_code == 200
        shown = time.monotonic() - began
        return list(await asyncio.gather(*dear)), shown, time.monotonic() - began

    answers, shown, end = asyncio.run(ask())
    assert {response.status_code for response in answers} == {400, 503}
    assert any("too many statements" in response.text for response in answers)
    assert shown < end


@pytest.mark.parametrize(
    "query",
    [
        {"sql": "SELECT file FROM pragma_database_list"},
        {"sql": "SELECT * FROM reports, pragma_database_list"},
        {"_where": "report_id IN (SELECT file FROM pragma_database_list)"},
    ],
)
def test_no_statement_tells_where_the_file_lies(get: Get, folder: Path, query: dict[str, str]) -> None:
    response = get(str(httpx.URL("/archive.json" if "sql" in query else "/archive/reports.json", params=query)))
    assert response.status_code == 400
    assert "not authorized" in response.text
    assert str(folder) not in response.text


def test_ordinary_statements_are_answered(get: Get) -> None:
    rows = get(sql("SELECT report_id, report_id, title FROM reports ORDER BY 1 LIMIT 1") + "&_shape=objects")
    assert rows.json()["rows"][0]["report_id"] == "999900-2019"
    assert get(sql(f"SELECT length(zeroblob({MAX_VALUE}))")).json()["rows"] == [[MAX_VALUE]]
    assert "syntax error" in get(sql("SELECT 1 FROM WHERE")).json()["error"]
    assert (
        "⟦公开⟧"
        in get(sql("SELECT excerpt(text, '公开') FROM report_versions WHERE report_year = 2019")).json()["rows"][0][0]
    )


@pytest.mark.parametrize("path", ["/", "/archive", "/archive/reports", "/archive/reports.json", "/archive/search.json"])
@pytest.mark.parametrize("kind", ["found", "missing", "refused"])
def test_every_answer_has_its_headers(get: Get, path: str, kind: str) -> None:
    path = {"found": path, "missing": f"{path}x/nothing", "refused": f"{path}?_size=x&_sort=x"}[kind]
    headers = get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "'unsafe-inline'" not in headers["content-security-policy"].split("style-src")[0]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8001", "[::1]:8001", "LOCALHOST:1"])
def test_this_machines_own_names_are_served(get: Get, host: str) -> None:
    assert get("/", host=host).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "", "127.0.0.2"])
def test_hosts_that_are_not_served_are_refused(get: Get, host: str) -> None:
    assert get("/archive/reports", host=host).status_code == 421


def ask_once(folder: Path, method: str, path: str) -> httpx.Response:
    site = create_site(folder / "archive.db", folder / "warc", hosts=["Nianbao.example"])

    async def ask() -> httpx.Response:
        await site.invoke_startup()
        transport = httpx.ASGITransport(app=site.app())
        async with httpx.AsyncClient(transport=transport, base_url="http://nianbao.example:8001") as visitor:
            return await visitor.request(method, path)

    return asyncio.run(ask())


def test_a_host_can_be_served_by_name(folder: Path) -> None:
    assert ask_once(folder, "GET", "/reports").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"])
def test_odd_methods_are_refused(folder: Path, method: str) -> None:
    for path in ("/", "/archive", "/archive/reports.json", "/-/permissions"):
        response = ask_once(folder, method, path)
        assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
        assert "default-src 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/archive/reports.json?_size=x",
        "/archive/reports.json?_sort=x",
        "/archive/reports.json?_json_infinity=9",
        "/archive/reports.json?_through=-1",
        "/archive/reports.json?_facet_array=1",
        "/archive/reports.atom?_sort=x",
        "/archive/captures.atom?_timelimit=x",
        "/archive/reports.csv?_sort=x",
        "/archive/search.json?q=x&_timelimit=x",
        "/archive/reports.json?_next=%00",
        "/archive/reports.json?report_year__gt=99999999999999999999999",
        "/archive.json?sql=x",
        "/archive/nothing.json?_where=x",
        "/archive/reports.json?_where=)",
    ],
)
def test_odd_arguments_are_no_error_of_the_server(get: Get, capfd: pytest.CaptureFixture[str], path: str) -> None:
    assert 200 <= get(path).status_code < 500
    assert "Traceback" not in capfd.readouterr().err


def test_a_language_chosen_on_a_raw_table_filters_nothing(get: Get) -> None:
    asked = get("/archive/reports?lang=en&report_year=2022&_size=5")
    assert asked.status_code == 302
    assert asked.headers["location"] == "/language/en?back=%2Farchive%2Freports%3Freport_year%3D2022%26_size%3D5"
    assert get("/archive/reports?lang=Python").status_code == 200  # a column of a visitor's own, or nothing
    assert get("/panel?lang=en").status_code == 200
