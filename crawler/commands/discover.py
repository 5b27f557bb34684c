"""``scrapy discover URL [--write] [--name NAME]``: find the annual-report columns of a portal that nobody declared,
those of its departments included, try the crawl's own walk from them, and propose (or write) the spider file that it
takes. ``scrapy discover --registry PROVINCE`` does so for the portals of a province (crawler/province.py)."""

import argparse
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.crawler import CrawlerProcessBase
from scrapy.settings import SETTINGS_PRIORITIES, Settings

from crawler.connect_to import parse_connect_to
from crawler.errors import CrawlerError
from crawler.paths import ROOT

# Scrapy imports the modules of all commands for any of them: what one works with is imported where it runs.
if TYPE_CHECKING:
    from crawler.registry import RegistryEntry
    from crawler.survey import Survey

_LEFT_SHOWN = 3
_JOBS = 8


class Command(ScrapyCommand):
    """A survey as polite as any crawl; leads of unknown worth cost at most DISCOVER_PAGES pages."""

    requires_project = True

    def syntax(self) -> str:
        return "URL [--write] [--name NAME] [--replay PATH] | --registry PROVINCE [--jobs N] [--limit N] [--again]"

    def short_desc(self) -> str:
        return "Find a portal's annual-report columns, name its platform, propose its spider file"

    def long_desc(self) -> str:
        return (
            "Find the annual-report columns of the portal at URL, try the crawl's own walk from them, and propose the "
            "spider file. With --registry, do so for every portal of a province in crawler/registry.csv that is not "
            "declared yet: the files and the table survey.tsv are left in data/proposals/<province>/, and scrapy "
            "accept takes them over. Stopped in any way, the same command goes on with the portals that are left."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        from crawler.survey_rows import STATES

        super().add_options(parser)
        parser.add_argument("--write", action="store_true", help="write the proposed spider file")
        parser.add_argument("--name", help="the portal's name [from its domain]")
        parser.add_argument("--replay", metavar="PATH", help="answer from WARC or WACZ files alone: one, or a folder")
        parser.add_argument(
            "--registry", metavar="PROVINCE", help="survey the portals of this province: 辽宁 or liaoning"
        )
        parser.add_argument(
            "--jobs", type=int, metavar="N", help=f"with --registry: so many portals at a time at most [{_JOBS}]"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="with --registry: survey N portals and stop")
        parser.add_argument(
            "--again",
            nargs="?",
            const="all",
            choices=("all", *STATES),
            help="with --registry: survey again what was surveyed or is declared [all], or what is in this state only",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Many surveys at a time have one line of progress between them, and say in the table what went wrong."""
        super().process_options(args, opts)
        if opts.registry is not None and self.settings is not None:
            for name, value in (("PROGRESS", False), ("LOG_LEVEL", "ERROR")):
                if (self.settings.getpriority(name) or 0) < SETTINGS_PRIORITIES["cmdline"]:
                    self.settings.set(name, value, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Survey, report, propose."""
        try:
            if opts.registry is None:
                self._print(self._survey(args, opts), opts)
            else:
                self._survey_province(args, opts)
        except CrawlerError as error:
            print(f"error: {error}", file=sys.stderr)
            self.exitcode = 1

    def _survey(self, args: list[str], opts: argparse.Namespace) -> "Survey":
        from crawler.capture import archive_dir
        from crawler.replay import use_replay
        from crawler.survey import SurveySpider

        if (opts.jobs, opts.limit, opts.again) != (None, None, None):
            raise CrawlerError("--jobs, --limit and --again go with --registry")
        if len(args) != 1 or urlsplit(args[0]).scheme not in {"http", "https"} or not urlsplit(args[0]).hostname:
            raise CrawlerError("name one http or https URL: scrapy discover http://www.example.gov.cn/")
        process = self._process()
        use_replay(process.settings, opts.replay)
        parse_connect_to(process.settings.get("CONNECT_TO"))
        crawler = process.create_crawler(SurveySpider)
        process.crawl(crawler, url=args[0])
        process.start()
        if not isinstance(crawler.spider, SurveySpider):
            raise CrawlerError(f"{args[0]}: the survey could not start; see the errors above")
        if crawler.settings.get("REPLAY"):
            print(f"replayed; what it kept lies in {archive_dir(crawler)}", file=sys.stderr)
        return crawler.spider.survey()

    def _survey_province(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.province import survey_province

        entries, jobs = _portals(args, opts), _JOBS if opts.jobs is None else opts.jobs
        process = self._process()
        if process.settings.get("REPLAY"):
            raise CrawlerError("--registry asks the portals themselves; leave REPLAY unset")
        parse_connect_to(process.settings.get("CONNECT_TO"))
        loader = process.spider_loader
        survey = survey_province(self._settings, loader, entries, jobs=jobs, limit=opts.limit, again=opts.again or "")
        print(f"{survey.table()}\n\n{survey.summary()}")
        print(f"table:   {survey.table_file}\naccept:  scrapy accept NAME ... | --all")
        if survey.fault is not None:
            raise CrawlerError(f"{survey.fault}; the same command goes on with the {survey.unfinished} portals left")
        if survey.unfinished:
            raise CrawlerError(f"{survey.unfinished} portals were not surveyed to their end; see the errors above")

    @property
    def _settings(self) -> Settings:
        if self.settings is None:
            raise RuntimeError("scrapy sets a command's settings before it runs")
        return self.settings

    def _process(self) -> CrawlerProcessBase:
        if self.crawler_process is None:
            raise RuntimeError("scrapy makes the crawler process before it runs a command")
        return self.crawler_process

    def _print(self, survey: "Survey", opts: argparse.Namespace) -> None:
        from crawler.proposal import propose, write

        for trouble in survey.troubles:
            print(f"trouble: {trouble}", file=sys.stderr)
        if survey.blocked:
            raise CrawlerError(f"blocked: {survey.blocked}")
        if not survey.seeds:
            raise CrawlerError(
                f"no column of annual reports within {survey.pages} pages; give the URL of the column or a page near it"
            )
        recognised = survey.recognised
        for seed in survey.seeds:
            print(f"column:  {seed}")
        print(f"family:  {recognised.family.family} ({'; '.join(recognised.evidence) or 'no platform recognised'})")
        years = f"{survey.years[0]}–{survey.years[-1]}" if survey.years else "none named"
        print(
            f"reports: {survey.reports} of {survey.organs} organs in {survey.columns} lists, "
            f"seen on {survey.pages} pages, years {years}"
        )
        print(f"tried:   {'; '.join(survey.tried)}")
        for line in survey.unread[:_LEFT_SHOWN]:
            print(f"unclear: {line}")
        if survey.left:
            shown = ", ".join(survey.left[:_LEFT_SHOWN])
            print(f"left:    {len(survey.left)} links of unknown worth were not followed: {shown} …")
        proposal = propose(survey, name=opts.name)
        if opts.write:
            write(proposal, ROOT)
            print(f"wrote:   {proposal.path}")
        else:
            print(f"propose: {proposal.path} (write it with --write)\n\n{proposal.text}")
        checks = f"{', '.join(proposal.unsure)}; then " if proposal.unsure else ""
        print(f"check:   {checks}scrapy crawl {opts.name or proposal.path.rpartition('/')[2].removesuffix('.py')}")


def _portals(args: list[str], opts: argparse.Namespace) -> "tuple[RegistryEntry, ...]":
    """The portals of the province that ``--registry`` names."""
    from crawler.registry import PROVINCES, portals_of

    if args or opts.write or opts.name or opts.replay:
        raise CrawlerError("--registry takes no URL, --write, --name or --replay")
    if any(number is not None and number < 1 for number in (opts.jobs, opts.limit)):
        raise CrawlerError("--jobs and --limit take a number from 1 on")
    entries = portals_of(opts.registry)
    if not entries:
        known = ", ".join(PROVINCES.values())
        raise CrawlerError(f"no province is named {opts.registry!r}; write 辽宁, or one of {known}")
    return entries
