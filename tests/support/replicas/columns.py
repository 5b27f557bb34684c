"""An organ's reports and what stands between them, as entries of its column."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape

from demo.model import Organ
from tests.support.replicas.beside import near
from tests.support.replicas.bodies import Form, published
from tests.support.replicas.builder import Builder, Entry, Frame
from tests.support.replicas.look import Look

Address = Callable[[Organ, int, date], str | Sequence[str]]
USUAL = "{organ}{year}年政府信息公开工作年度报告"


@dataclass(frozen=True, slots=True)
class Column:
    """How an organ's column is filled. ``address`` of a report by organ, year and day; other pages get the same with a
    year over 9000. ``title`` of reports, ``shown`` what lists print for them. ``forms``: report years that are files,
    at ``file`` of the page's address; ``link`` is the HTML that leads there."""

    builder: Builder
    address: Address
    title: str = USUAL
    shown: str = ""
    forms: Mapping[int, Form] = field(default_factory=dict)
    file: Callable[[str, int, Form], str] | None = None
    link: str = ""
    look: Look | None = None
    frame: Frame | None = None
    source: str = ""
    name: str = "政府信息公开年报"

    def reports(self, organ: Organ, years: Iterable[int]) -> list[Entry]:
        """The reports of these years."""
        return [self.report(organ, year) for year in years]

    def report(self, organ: Organ, year: int) -> Entry:
        """One report."""
        day = published(organ, year)
        urls = self.address(organ, year, day)
        first = urls if isinstance(urls, str) else urls[0]
        form = self.forms.get(year, "page")
        entry = self.builder.report(
            organ,
            year,
            urls,
            title=self.title.format(organ=organ.name, short=organ.short, year=year),
            form=form,
            file=self.file(first, year, form) if self.file and form != "page" else "",
            link=self.link,
            look=self.look,
            frame=self.frame,
            source=self.source,
            column=self.name,
        )
        if not self.shown:
            return entry
        text = self.shown.format(organ=organ.name, short=organ.short, year=year)
        return Entry(entry.url, text, entry.day)

    def beside(self, organ: Organ, year: int, count: int, start: int = 0) -> list[Entry]:
        """Pages that are no reports, ``count`` of them, the newest of ``year``'s report season."""
        found = []
        for offset, (title, paragraphs) in enumerate(near(organ, year, count, start)):
            day = date(year + 1, 2, 18) - timedelta(offset * 97)
            text = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
            url = self.address(organ, 9000 + start * 20 + offset, day)
            found.append(
                self.builder.article(
                    url, title, text, day, look=self.look, frame=self.frame, column=self.name, source=self.source
                )
            )
        return found

    def entries(self, organ: Organ, years: Sequence[int], start: int = 0) -> list[Entry]:
        """Reports of these years, and one other page for each three."""
        return [*self.reports(organ, years), *self.beside(organ, max(years), len(years) // 3, start)]


def filed(form: Form, *years: int, when: bool = True) -> dict[int, Form]:
    """The years whose reports are files of this form; none unless ``when``."""
    return dict.fromkeys(years if when else (), form)


def beside_name(suffix: str) -> Callable[[str, int, Form], str]:
    """Files beside their page: the page's name with another ending."""

    def file(page: str, year: int, form: Form) -> str:
        ending = "png" if form == "picture" else form
        return f"{page.rpartition('.')[0]}{suffix}{year}.{ending}"

    return file
