"""Where the commands of these tests are given."""

from pathlib import Path

import pytest

from tests.cli import processes


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """Work in a folder of one's own, with the plan of the test's module in it."""
    plan = getattr(request.module, "PLAN", processes.PLAN)
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.fixture
def drawn() -> None:
    """Say that a test looks at pictures."""


@pytest.fixture
def little_drawn(request: pytest.FixtureRequest) -> None:
    """Draw pictures only where a test looks at them."""
    if "drawn" not in request.fixturenames:
        request.getfixturevalue("undrawn")
