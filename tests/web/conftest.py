"""A plan of this test alone, by itself and served."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.served import PLAN, Site, site


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what is not saved in a folder of this test."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache"


@pytest.fixture
def plan(tmp_path: Path, cache: Path) -> Path:
    path = tmp_path / "fair.yaml"
    path.write_text(PLAN)
    return path


@pytest.fixture
def fair(plan: Path) -> Iterator[Site]:
    with site(plan) as one:
        yield one
