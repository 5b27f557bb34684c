"""An Atom feed (RFC 4287) of the reports that were found last; of a division with ``?region=``, of an organ with
``?organ=``."""

import sqlite3
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from datasette.utils.asgi import Response

from archive.site.choices import significant
from archive.site.web import Ask

SIZE = 50
ATOM = "http://www.w3.org/2005/Atom"


def page(connection: sqlite3.Connection, ask: Ask) -> Response:
    kept = {name: ask.one(name) for name in ("region", "organ") if ask.one(name)}
    rows = connection.execute(
        "SELECT r.report_id, r.title, r.figures, r.checks_failed, r.first_seen, o.name AS organ FROM reports r "
        "LEFT JOIN organs o USING (organ_id) WHERE (:organ IS NULL OR r.organ_id = :organ) "
        "AND (:region = '' OR o.adcode LIKE :region || '%') ORDER BY r.first_seen DESC, r.report_id LIMIT :size",
        {"organ": kept.get("organ"), "region": significant(kept.get("region", "")), "size": SIZE},
    ).fetchall()
    own = f"{ask.origin}/feed.atom" + (f"?{urlencode(kept)}" if kept else "")
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", f"tag:nianbao,2026:reports{urlencode(kept)}")
    _add(feed, "title", f"{ask.t('site.name')} · {ask.t('nav.feed')}")
    _add(feed, "updated", rows[0]["first_seen"] if rows else "1970-01-01T00:00:00Z")
    ET.SubElement(_add(feed, "author", None), f"{{{ATOM}}}name").text = ask.t("site.name")
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": own})
    for row in rows:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", f"tag:nianbao,2026:{row['report_id']}")
        _add(entry, "title", _clean(row["title"] or row["report_id"]))
        _add(entry, "updated", row["first_seen"])
        _add(entry, "summary", ask.t("feed.summary", figures=row["figures"], failed=row["checks_failed"]))
        ET.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": f"{ask.origin}/report/{row['report_id']}"})
    body = ET.tostring(feed, encoding="unicode", xml_declaration=False)
    return Response(
        '<?xml version="1.0" encoding="utf-8"?>\n' + body, content_type="application/atom+xml; charset=utf-8"
    )


def _clean(text: str) -> str:
    """Without the control characters that XML 1.0 cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n")


def _add(parent: ET.Element, name: str, text: str | None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text
    return child
