"""The export: safe in spreadsheets, typed in Parquet, described in full, cited by the archive's own chain."""

import csv
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from archive.__main__ import main
from archive.errors import ArchiveError
from archive.export import export
from archive.export.cells import safe_cell
from archive.warc.manifest import chain_head
from tests.support.archives import Crawling, index, state
from tests.support.sites import BASE, make


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    make(folder / "warc")
    export(folder / "archive.db", folder / "out", folder / "warc")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_panel_has_a_row_per_report(folder: Path) -> None:
    found = {row["report_id"]: row for row in rows(folder / "out" / "panel.csv")}
    assert len(found) == 7
    assert (found["999900-2023"]["received"], found["999900-2023"]["carried_in"]) == ("26", "4")
    assert found["999900-2023"]["lawsuits"] == "1"
    assert found["999900-2023"]["denied"] == ""


def test_figures_are_tidy_and_say_how_they_are_known(folder: Path) -> None:
    found = {(row["report_id"], row["key"]): row for row in rows(folder / "out" / "figures.csv")}
    assert found["999900-2023", "t3.new.commercial_enterprise"]["status"] == "blank"
    assert found["999900-2023", "t3.new.commercial_enterprise"]["value"] == ""
    assert found["999900-2022", "t3.new.total"]["value"] == "20"
    failing = [row for row in rows(folder / "out" / "checks.csv") if row["outcome"] == "fail"]
    assert failing
    assert {row["failed"] for row in found.values()} <= {"true", "false"}


def test_parquet_and_csv_hold_the_same(folder: Path) -> None:
    for path in sorted((folder / "out").glob("*.parquet")):
        table = pq.read_table(path)
        written = rows(path.with_suffix(".csv"))
        assert table.num_rows == len(written)
        assert table.column_names == (list(written[0]) if written else table.column_names)
        assert all(field.metadata[b"description"] for field in table.schema)
    panel = pq.read_table(folder / "out" / "panel.parquet").to_pylist()
    assert {row["report_year"] for row in panel} == {2019, 2020, 2021, 2022, 2023}
    assert {type(row["published_on"]).__name__ for row in panel} == {"date", "NoneType"}


def test_the_data_package_describes_each_file(folder: Path) -> None:
    package = json.loads((folder / "out" / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        path = folder / "out" / resource["path"]
        for file in (resource, *resource["alternatives"]):
            assert (folder / "out" / file["path"]).stat().st_size == file["bytes"]
        assert [file["format"] for file in resource["alternatives"]] == ["parquet"]
        assert all(field["description"] for field in resource["schema"]["fields"])
        if resource["format"] == "csv":
            with path.open(encoding="utf-8", newline="") as handle:
                assert next(csv.reader(handle)) == [field["name"] for field in resource["schema"]["fields"]]


def test_the_citation_names_the_head_of_the_chain(folder: Path) -> None:
    head = chain_head(folder / "warc")
    assert head is not None
    assert head.sha256 in (folder / "out" / "CITATION.cff").read_text("utf-8")


def test_two_exports_of_one_index_are_equal(folder: Path, tmp_path: Path) -> None:
    export(folder / "archive.db", tmp_path, folder / "warc", formats=("csv",))
    for path in tmp_path.glob("*.csv"):
        assert path.read_bytes() == (folder / "out" / path.name).read_bytes()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_numbers_and_plain_texts_stay(tmp_path: Path) -> None:
    assert [safe_cell(value) for value in (-1, None, "清溪市", 0.5)] == [-1, None, "清溪市", 0.5]
    root = tmp_path / "warc"
    crawl = Crawling(root)
    crawl.report(f"{BASE}x.html", state(title="=HYPERLINK(1)", figures={"t3.new.total": -4}))
    crawl.end()
    index(root)
    export(tmp_path / "archive.db", tmp_path / "out", root, formats=("csv",), bom=True)
    (row,) = rows(tmp_path / "out" / "panel.csv")
    assert (row["title"], row["received"]) == ("'=HYPERLINK(1)", "-4")
    for name in ("panel.csv", "figures.csv", "codebook.csv", "keys.csv"):
        assert (tmp_path / "out" / name).read_bytes().startswith(b"\xef\xbb\xbf"), name


def test_the_command_says_what_it_wrote_and_what_it_needs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(folder / "again"), "--database", str(folder / "archive.db"), "--format", "csv"]) == 0
    assert "panel.csv: 7 rows" in capsys.readouterr().out
    assert main(["export"]) == 2
    assert "needs the folder" in capsys.readouterr().err
    assert main(["export", str(folder / "x"), "--database", str(folder / "none.db")]) == 1
    assert "there is no index" in capsys.readouterr().err


def test_no_index_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no index"):
        export(tmp_path / "archive.db", tmp_path / "out", tmp_path / "warc")


def test_frictionless_finds_no_fault(folder: Path) -> None:
    from frictionless import validate

    report = validate(str(folder / "out" / "datapackage.json"))
    assert [(task.name, error.message) for task in report.tasks for error in task.errors] == []
    assert report.valid
    assert {task.name for task in report.tasks} >= {"panel", "figures", "checks"}


def test_duckdb_reads_what_the_readme_asks(folder: Path) -> None:
    import duckdb

    found = []
    for name in ("README.md", "README.zh-CN.md"):
        text = (Path(__file__).resolve().parents[2] / name).read_text("utf-8")
        (asked,) = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
        found.append(duckdb.connect().execute(asked.replace("export/", f"{folder / 'out'}/")).fetchall())
    panel = rows(folder / "out" / "panel.csv")
    expected = []
    for year in sorted({row["report_year"] for row in panel}):
        stated = [int(row["received"]) for row in panel if row["report_year"] == year and row["received"]]
        count = sum(row["report_year"] == year for row in panel)
        expected.append((int(year), sum(stated) if stated else None, len(stated), count))
    assert found == [expected, expected]


def test_duckdb_takes_csv_and_parquet_for_the_same(folder: Path) -> None:
    import duckdb

    for path in sorted((folder / "out").glob("*.parquet")):
        csv_file = path.with_suffix(".csv")
        both = [duckdb.connect().execute(f"SELECT count(*) FROM '{file}'").fetchall() for file in (path, csv_file)]
        assert both[0] == both[1]
    described = duckdb.connect().execute(
        f"SELECT column_name, column_type FROM (DESCRIBE FROM '{folder}/out/panel.parquet')"
    )
    typed = dict(described.fetchall())
    assert (typed["adcode"], typed["report_year"], typed["published_on"]) == ("VARCHAR", "BIGINT", "DATE")
