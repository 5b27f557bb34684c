"""``python -m tests.support.pictures [DIR]``: take docs/images of an archive (the demo's), after ``make demo``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import ArchiveError
from tests.support.browsers import CHROMIUM, chromium, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
WIDTH = 1280  # pixels
PICTURES = (  # name, path, height in pixels
    ("home", "/", 1320),
    ("report", "/report/210100-2022", 1240),
    ("number", "/report/210100-2022/number/share_not_held", 1180),
)
LANGUAGES = ("zh", "en")


def take(browser: "Browser", origin: str, images: Path) -> tuple[Path, ...]:
    """Photograph each page in each language, in light colours; raises ArchiveError where a page is not there."""
    taken = []
    for name, path, height in PICTURES:
        for language in LANGUAGES:
            page = browser.new_page(viewport={"width": WIDTH, "height": height}, color_scheme="light")
            answer = page.goto(f"{origin}{path}?lang={language}", wait_until="networkidle")
            if answer is None or not answer.ok:
                raise ArchiveError(f"the archive has no page {path}: run make demo first")
            target = images / f"{name}-{language}.png"
            page.screenshot(path=target)
            page.close()
            taken.append(target)
    return tuple(taken)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.support.pictures", description=__doc__)
    parser.add_argument("directory", nargs="?", type=Path, default=ROOT / "data" / "demo", metavar="DIR")
    directory = parser.parse_args().directory
    if CHROMIUM is None:
        parser.exit(1, "error: no Chromium is installed: apt-get install chromium\n")
    try:
        with serving(directory) as origin, chromium() as browser:
            for path in take(browser, origin, IMAGES):
                print(path.relative_to(ROOT))
    except ArchiveError as error:
        parser.exit(1, f"error: {error}\n")


if __name__ == "__main__":
    main()
