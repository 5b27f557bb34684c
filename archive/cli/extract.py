"""``python -m archive extract FILE``: what one document says, as JSON (design §6)."""

import argparse
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from archive.errors import UsageError
from archive.extract.pipeline import extract
from archive.model import Check, Document, Extraction, Figure, Number, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="HTML, text, PDF, Word, spreadsheet, OFD or image")
    parser.add_argument("--url", help="the address it came from, for absolute links")
    parser.add_argument("--declared-type", metavar="TYPE", help="the Content-Type it was served with")
    parser.add_argument(
        "--attachment",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a file that its page links (repeatable)",
    )


def run(args: argparse.Namespace) -> int:
    """Print the JSON; 0 also for a document that is no report, 1 for one that cannot be read."""
    document = _load(args.file, args.url, args.declared_type)
    extraction = extract(document, [_load(path, None, None) for path in args.attachment])
    json.dump(to_json(extraction), sys.stdout, ensure_ascii=False, indent=1)
    print()
    unreadable = extraction.report is None and not any(issue.code == "not_a_report" for issue in extraction.issues)
    if unreadable:
        for issue in extraction.issues:
            print(f"error: {issue.code}: {issue.detail}", file=sys.stderr)
    return 1 if unreadable else 0


def _load(path: Path, url: str | None, declared_type: str | None) -> Document:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise UsageError(f"{path}: {reason[0].lower()}{reason[1:]}; name a file that can be read") from error
    return Document(data, url, declared_type, path.name)


def to_json(extraction: Extraction) -> dict[str, Any]:
    """The fixed contract of the command line: plain values, numbers as JSON numbers, dates as ISO 8601."""
    return {
        "report": _report(extraction.report) if extraction.report else None,
        "sections": [
            {"number": s.number, "canonical": s.canonical, "title": s.title, "text": s.text}
            for s in extraction.sections
        ],
        "figures": [_figure(figure) for figure in extraction.figures],
        "checks": [_check(check) for check in extraction.checks],
        "issues": [{"stage": i.stage, "code": i.code, "detail": i.detail} for i in extraction.issues],
        "removed": [{"text": r.text, "rule": r.rule} for r in extraction.removed],
        "attachments": [{"url": link.url, "text": link.text} for link in extraction.attachments],
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "report_year": report.report_year,
        "title": report.title,
        "organ": report.organ,
        "adcode": report.adcode,
        "region": {
            "province": report.region.province,
            "city": report.region.city,
            "county": report.region.county,
        },
        "level": report.level,
        "form": report.form,
        "published_on": report.published_on.isoformat() if report.published_on else None,
        "index_number": report.index_number,
        "document_number": report.document_number,
        "evidence": [{"field": e.field, "source": e.source, "text": e.text} for e in report.evidence],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "value": _number(figure.value),
        "status": figure.status,
        "unit": figure.unit,
        "raw": figure.raw,
        "candidates": [_number(candidate) for candidate in figure.candidates],
        "cell": figure.cell,
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "expression": check.expression,
        "left": _number(check.left),
        "right": _number(check.right),
        "outcome": check.outcome,
        "cells": list(check.cells),
    }


def _number(number: Number | None) -> int | float | None:
    """JSON has no decimals: a fraction is printed as the shortest number that reads back as it."""
    return float(number) if isinstance(number, Decimal) else number
