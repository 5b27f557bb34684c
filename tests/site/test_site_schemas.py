"""Every answer in JSON is what the schema beside its page says, and CSV has the same columns."""

import asyncio
import csv
import io
import json
import re
from collections.abc import Iterator

import pytest
from jsonschema import Draft202012Validator

from archive.site.answers import SCHEMAS
from archive.site.app import create_site
from archive.site.routes import ROUTES
from tests.support import asked
from tests.support.sites import Get, client

# Of each answer some that differ in what they hold: kind, and addresses on the planted index.
ANSWERS: dict[str, tuple[str, ...]] = {
    "reports": ("/reports?q=行政复议", "/reports", "/reports?q=公开&prose=1", "/reports?q=-公"),
    "report": ("/report/210100-2022", "/report/350100-2016", "/report/210200-2020"),
    "diff": ("/report/210100-2022/diff", "/report/350100-2016/diff"),
    "number": (
        "/report/210100-2022/number/received",
        "/report/210100-2022/number/share_denied",
        "/report/350200-2022/number/t3.new.total",
        "/report/210100-2022/number/days_late",
    ),
    "coverage": ("/coverage", "/coverage?region=350000", "/coverage?state=missing", "/coverage?kind=department"),
    "compare": ("/compare?a=210100-2022&b=350100-2016", "/compare", "/compare?a=210100-2022&b=210100-2021&all=1"),
    "reuse": ("/reuse", "/reuse?year=2016", "/reuse?region=110000"),
    "codebook": ("/codebook",),
    "organ": ("/organ/210100", "/organ/350200"),
    "region": ("/region/350000", "/region/210102"),
    "panel": (
        "/panel",
        "/panel?m=received,share_denied&change=1",
        "/panel?by=year&preset=grounds",
        "/panel?by=region&m=received&change=1",
        "/panel?by=level&wide=1",
        "/panel?by=department&preset=lateness&same=1",
        "/panel?region=110000",
    ),
    "checks": ("/checks", "/checks?year=1999"),
    "year_checks": ("/checks/years",),
    "lateness": ("/lateness", "/lateness?state=all", "/lateness?year=1999"),
}


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    folder = tmp_path_factory.mktemp("asked")
    asked.make(folder / "warc")
    loop = asyncio.new_event_loop()
    yield client(create_site(folder / "archive.db", folder / "warc"), loop)
    loop.close()


def with_suffix(address: str, suffix: str) -> str:
    path, mark, query = address.partition("?")
    return f"{path}.{suffix}{mark}{query}"


def test_every_answer_has_a_schema_and_is_asked() -> None:
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(ANSWERS)
    answering = [re.compile(pattern) for pattern, _ in ROUTES if "(?P<suffix>" in pattern]
    asked_for = [with_suffix(addresses[0], "json").partition("?")[0] for addresses in ANSWERS.values()]
    assert all(any(pattern.match(address) for address in asked_for) for pattern in answering)


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_in_json_is_as_its_schema_says(get: Get, kind: str) -> None:
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert get(f"/schemas/{kind}.json").json() == schema
    for address in ANSWERS[kind]:
        response = get(with_suffix(address, "json"))
        assert response.status_code == 200, address
        assert response.headers["link"] == f'</schemas/{kind}.json>; rel="describedby"'
        errors = Draft202012Validator(schema).iter_errors(response.json())
        assert [(list(error.absolute_path), error.message) for error in errors] == [], address


@pytest.mark.parametrize("kind", ANSWERS)
def test_csv_has_the_columns_of_json(get: Get, kind: str) -> None:
    for address in ANSWERS[kind]:
        response = get(with_suffix(address, "csv"))
        assert response.headers["content-type"] == "text/csv; charset=utf-8"
        rows = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))
        assert rows[0] == get(with_suffix(address, "json")).json()["columns"]
        assert all(len(row) == len(rows[0]) for row in rows)
        assert all(re.fullmatch(r"[a-z0-9_.]+", name) for name in rows[0])


def test_an_unknown_schema_is_not_found(get: Get) -> None:
    assert get("/schemas/nothing.json").status_code == 404
