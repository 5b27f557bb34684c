"""What stands in deploy/ and docs/running.md works as it is written."""

import argparse
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from archive.__main__ import main
from settings import base
from tests.support.small_portal import ROOT

DEPLOY = ROOT / "deploy"
TEXTS = [*sorted(DEPLOY.iterdir()), ROOT / "docs" / "running.md", ROOT / "docs" / "running.zh-CN.md"]
# A command up to what ends it in a shell, a unit, YAML or a sentence.
_COMMAND = re.compile(r"(?:\bscrapy (?=[a-z])|\bpython -m archive )[^\n`;&|#(\"']*")


def commands(path: Path) -> list[list[str]]:
    """The commands of ours that a text names, options and all."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    found = [shlex.split(line.strip().rstrip(".:,")) for line in _COMMAND.findall(text)]
    return [[part for part in words if part != "$RUN_OPTIONS"] for words in found]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_command_that_is_named_can_be_called_so(path: Path) -> None:
    for words in commands(path):
        if words[0] == "scrapy":
            check_scrapy(words[1], words[2:])
        else:
            check_archive(words[3:])


def check_scrapy(name: str, arguments: list[str]) -> None:
    command: ScrapyCommand = import_module(f"crawler.commands.{name}").Command()
    parser = ScrapyArgumentParser(conflict_handler="resolve")
    command.settings = Settings()
    command.add_options(parser)
    options, rest = parser.parse_known_args(arguments)
    assert [one for one in rest if one.startswith("-")] == [], (name, arguments)
    if name in {"crawl", "crawlall", "portals"}:
        known = {path.stem for path in (ROOT / "spiders").glob("*/*.py")} | {"NAME"}
        assert set(rest) <= known, rest
    for setting in options.set:
        assert hasattr(base, setting.partition("=")[0]), f"no setting is named {setting}"


def check_archive(arguments: list[str]) -> None:
    """The parser is asked for help at the end, so that nothing runs."""
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--help"])
    assert left.value.code == 0, arguments


def test_commands_are_found_in_all_of_them() -> None:
    counts = {path.name: len(commands(path)) for path in TEXTS}
    assert counts.pop("nianbao-crawl.timer") == 0
    assert counts.pop("Containerfile") == 0  # a list, see below
    assert min(counts.values()) > 0, counts
    assert abs(counts["running.md"] - counts["running.zh-CN.md"]) <= 1


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_units_are_sound(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for program in ("scrapy", "python"):
        (tmp_path / "bin" / program).symlink_to(sys.executable)
    for unit in DEPLOY.glob("nianbao-*"):
        text = unit.read_text(encoding="utf-8").replace("/srv/nianbao/.venv/bin", str(tmp_path / "bin"))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    units = sorted(str(path) for path in tmp_path.glob("nianbao-*"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "nianbao" in line] == []


def test_the_image_holds_what_runs_and_is_nobody_in_particular() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (\S+) ", text, re.M)
    assert all((ROOT / name).exists() for name in copied)
    assert set(copied) >= {"archive", "crawler", "settings", "spiders", "scrapy.cfg", "requirements/base.txt"}
    assert re.findall(r"^USER (\S+)", text, re.M) == ["nianbao"]
    (words,) = re.findall(r"^CMD (\[.*\])", text, re.M)
    name, *arguments = yaml.safe_load(words)[1:]
    check_scrapy(name, arguments)


def test_the_services_are_bound_to_what_they_need() -> None:
    held = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert set(held["services"]) == {"crawl", "site"}
    for service in held["services"].values():
        assert (service["user"], service["read_only"], service["cap_drop"]) == ("10001", True, ["ALL"])
        assert service["volumes"] == ["archive:/var/lib/nianbao"]
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_settings_that_the_docs_name_are_ours() -> None:
    for path in TEXTS[-2:]:
        named = set(re.findall(r"`(RUN_[A-Z_]+|RECRAWL_[A-Z_]+|CRAWL_[A-Z]+)", path.read_text(encoding="utf-8")))
        assert named >= {"RUN_JOBS", "RUN_TELL", "RUN_WINDOW"}
        assert [name for name in named if not hasattr(base, name)] == []


def test_a_parser_that_refuses_is_noticed() -> None:
    with pytest.raises((AssertionError, SystemExit, argparse.ArgumentError)):
        check_scrapy("crawlall", ["--no-such-option"])
