"""Fixtures for all tests, and the fence: no test reaches beyond loopback, nor does a process it starts."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.fence import loopback_fence

ROOT = Path(__file__).resolve().parent.parent
FENCE = ROOT / "tests" / "support" / "fence"

loopback_fence.raise_fence()
# Child processes run sitecustomize.py of this folder, which raises the same fence.
os.environ["PYTHONPATH"] = os.pathsep.join([str(FENCE), *filter(None, [os.environ.get("PYTHONPATH")])])

# The same examples in every run, as CI needs them; others with ``pytest --hypothesis-profile random``.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("random", deadline=None)
settings.load_profile("fixed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regen", action="store_true", help="write the golden files of tests/fixtures anew, for review")
    parser.addoption("--all", action="store_true", help="fail where a test is skipped: CI installs what each needs")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked ``shared`` ask other people's documents as well, which lie beside some checkouts."""
    if (ROOT.parent / "shared").is_dir():
        return
    away = [item for item in items if item.get_closest_marker("shared")]
    config.hook.pytest_deselected(items=away)
    items[:] = [item for item in items if item not in away]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--all") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def regen(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--regen"))
