"""The corpus of tests/fixtures/documents: each document is read as its golden file says, and states nothing untrue.

After a change of the reader, ``pytest tests/test_documents.py --regen`` writes the golden files anew: what the diff
shows is what changed, for review. What a document truly says (``….truth.json``) is never written by the reader.
"""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archive.extract.pipeline import extract
from archive.model import Document, Extraction, Figure
from archive.text.attachments import has_recogniser
from tests.support.corpus import DOCUMENTS, FOLDER

FILES = sorted(path for path in FOLDER.iterdir() if not path.name.endswith(".json"))
CONVERTED = {".doc", ".rtf", ".odt", ".ods"}


def test_the_corpus_is_whole() -> None:
    """Every document that the generator names is there, and no golden file without its document."""
    assert {path.name for path in FILES} == set(DOCUMENTS)
    stems = {path.name.removesuffix(".json").rpartition(".")[0] for path in FOLDER.glob("*.json")}
    assert stems <= set(DOCUMENTS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_documents_are_read_as_their_golden_files_say(path: Path, request: pytest.FixtureRequest) -> None:
    _need_tools(path)
    read = extract(Document(path.read_bytes(), filename=path.name))
    assert untrue(path, read) == []
    golden = path.with_name(f"{path.name}.golden.json")
    if request.config.getoption("--regen"):
        golden.write_text(json.dumps(summary(read), ensure_ascii=False, indent=0) + "\n", "utf-8")
    assert golden.exists(), f"{path.name} has no golden file; look at what --regen writes"
    assert summary(read) == json.loads(golden.read_text("utf-8"))


def _need_tools(path: Path) -> None:
    if path.suffix in CONVERTED and shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    if path.suffix == ".png" and not has_recogniser():
        pytest.skip("the ocr extra is not installed")


def untrue(path: Path, read: Extraction) -> list[str]:
    """The figures that say something else than the document."""
    truth_file = path.with_name(f"{path.name}.truth.json")
    if not truth_file.exists():
        return []
    truth = json.loads(truth_file.read_text("utf-8"))
    stated = [figure for figure in read.figures if not figure.key.startswith("prose.")]
    return [figure.key for figure in stated if not is_true(figure, truth)]


def is_true(figure: Figure, truth: dict[str, float | None]) -> bool:
    if figure.key not in truth:
        return figure.value is None
    shown = truth[figure.key]
    if figure.status == "blank":
        return shown is None
    if figure.value is None:
        return figure.status != "ambiguous" or (shown or 0) in figure.candidates
    return float(figure.value) == shown or (shown is None and figure.value == 0 and figure.status == "solved")


def summary(read: Extraction) -> dict[str, Any]:
    """What a review looks at."""
    report = read.report
    return {
        "report": None
        if report is None
        else {
            "report_year": report.report_year,
            "title": report.title,
            "organ": report.organ,
            "form": report.form,
            "published_on": report.published_on.isoformat() if report.published_on else None,
        },
        "sections": [f"{section.number} {section.title}" for section in read.sections],
        "figures": {figure.key: _said(figure) for figure in read.figures},
        "checks": dict(Counter(check.outcome for check in read.checks)),
        "failed": [check.id for check in read.checks if check.outcome == "fail"],
        "issues": dict(Counter(issue.code for issue in read.issues)),
        "removed": dict(Counter(cut.rule for cut in read.removed)),
    }


def _said(figure: Figure) -> str:
    if figure.value is None:
        return f"{figure.status} {list(map(str, figure.candidates))}" if figure.candidates else figure.status
    return str(figure.value) if figure.status == "printed" else f"{figure.value} {figure.status}"
