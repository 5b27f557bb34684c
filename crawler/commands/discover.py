"""``scrapy discover URL [--write] [--name NAME]``: find the annual-report columns of a portal that nobody declared,
those of its departments included, try the crawl's own walk from them, and propose (or write) the spider file that it
takes."""

import argparse
import sys
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand

from crawler.capture import ROOT
from crawler.errors import CrawlerError
from crawler.proposal import propose, write
from crawler.survey import Survey, SurveySpider

_LEFT_SHOWN = 3


class Command(ScrapyCommand):
    """A survey as polite as any crawl; leads of unknown worth cost at most DISCOVER_PAGES pages."""

    requires_project = True
    default_settings: ClassVar[dict[str, Any]] = {"PROGRESS": False}

    def syntax(self) -> str:
        return "URL [--write] [--name NAME]"

    def short_desc(self) -> str:
        return "Find a portal's annual-report columns, name its platform, propose its spider file"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--write", action="store_true", help="write the proposed spider file")
        parser.add_argument("--name", help="the portal's name [from its domain]")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Survey, report, propose."""
        try:
            self._print(self._survey(args), opts)
        except CrawlerError as error:
            print(f"error: {error}", file=sys.stderr)
            self.exitcode = 1

    def _survey(self, args: list[str]) -> Survey:
        if len(args) != 1 or urlsplit(args[0]).scheme not in {"http", "https"} or not urlsplit(args[0]).hostname:
            raise CrawlerError("name one http or https URL: scrapy discover http://www.example.gov.cn/")
        if self.crawler_process is None:
            raise RuntimeError("scrapy makes the crawler process before it runs a command")
        crawler = self.crawler_process.create_crawler(SurveySpider)
        self.crawler_process.crawl(crawler, url=args[0])
        self.crawler_process.start()
        if not isinstance(crawler.spider, SurveySpider):
            raise CrawlerError(f"{args[0]}: the survey could not start; see the errors above")
        return crawler.spider.survey()

    def _print(self, survey: Survey, opts: argparse.Namespace) -> None:
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
