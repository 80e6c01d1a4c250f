"""One server for all tests of a process that share a plan, which is as it was when the next one opens it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.chromium.browser import Chromium
from tests.web.browser.page import Page
from tests.web.browser.served import Served, served

SCENARIOS: Final = Path(__file__).parents[3] / "scenarios"


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve hr_app.yaml to all tests of a process, each of which leaves it as it was."""
    folder = tmp_path_factory.mktemp("open")
    with served(Path(shutil.copy(SCENARIOS / "hr_app.yaml", folder)), folder) as one:
        yield one


@pytest.fixture
def page(browser: Chromium, shared: Served) -> Iterator[Page]:
    """Open the shared plan in a tab, and undo afterwards what was done to it, in its file as well."""
    tab = browser.tab()
    page = Page(tab).open(shared)
    yield page
    page.undo_all()
    if page.store("store.plan.dirty"):
        page.save()
    tab.close()
    assert (shared.folder / "hr_app.yaml").read_bytes() == (SCENARIOS / "hr_app.yaml").read_bytes()


@pytest.fixture
def blank(browser: Chromium) -> Iterator[Page]:
    """Open a tab for a test that serves a plan of its own."""
    tab = browser.tab()
    yield Page(tab)
    tab.close()


@pytest.fixture
def hr_app(tmp_path: Path) -> Path:
    """Copy hr_app.yaml into a folder that a test may do with as it likes."""
    return Path(shutil.copy(SCENARIOS / "hr_app.yaml", tmp_path))
