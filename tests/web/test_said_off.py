"""What is switched off in a page: a kept state that is written says so itself, and plays as the page did."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from milepost.models import forecast
from milepost.models.file.open_file import OpenFile
from milepost.models.file.reader import read_scenario
from milepost.simulate.engine.run import simulate
from milepost.simulate.web.document.document import Document
from milepost.simulate.web.question import switched_off
from milepost.simulate.web.saving.error import SavingError
from milepost.simulate.web.saving.overlay import overlay_beside

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def document(folder: Path, name: str) -> Document:
    for file in SCENARIOS.glob("*.yaml"):
        shutil.copy(file, folder)
    return Document(OpenFile.of(folder / name))


@pytest.mark.parametrize(
    ("name", "off"),
    [
        ("hr_app.yaml", {"risks.hr_demand"}),
        ("hr_app.yaml", {"tasks.engine_spike", "risks.no_buyer"}),
        ("battery.yaml", {"tasks.coin_cells"}),
        ("hr_app_week_9.yaml", {"tasks.technology_vetting", "tasks.interviews"}),
    ],
)
def test_an_overlay_of_a_state_plays_as_the_page_played_it(tmp_path: Path, name: str, off: set[str]) -> None:
    plan = document(tmp_path, name)
    path = overlay_beside(plan, "Without", replace(plan.state, off=frozenset(off)))
    written, wanted = forecast(read_scenario(path)), switched_off(read_scenario(plan.file.path), off)
    one, other = (simulate(plan, iterations=64).moments for plan in (written, wanted))
    assert {id: [*times] for id, times in one.items()} == {id: [*times] for id, times in other.items()}
    assert written.name == "Without"


def test_what_a_file_would_not_say_is_refused_and_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = document(tmp_path, "hr_app.yaml")
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr("milepost.simulate.web.saving.overlay.said_off", lambda data, off, scenario: data)
    with pytest.raises(SavingError, match=r"switched off in 'Without' \(tasks\.engine_spike\)"):
        overlay_beside(plan, "Without", replace(plan.state, off=frozenset({"tasks.engine_spike"})))
    assert sorted(tmp_path.iterdir()) == before
