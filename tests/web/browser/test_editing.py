"""What is typed becomes the plan, and the figures are those that a run of it prints."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from milepost.simulate.cli import milepost
from tests.web.browser.page import Page
from tests.web.browser.served import FEW, Served, served_by_process

pytestmark = pytest.mark.slow


def printed(file: Path, *options: str) -> dict[str, dict[str, object]]:
    """Return what a run says of each milestone."""
    call = ["run", str(file), "--json", "--no-drivers", "--out", str(file.parent / "report"), *options]
    done = CliRunner().invoke(milepost, call, catch_exceptions=False)
    found: dict[str, dict[str, object]] = json.loads(done.stdout)["milestones"]
    return found


def share(value: object) -> str:
    """Return a probability as the page shows it in English."""
    assert isinstance(value, float)
    return f"{100 * value:.1f}%"


def day(value: object) -> str:
    """Return a date as the page shows it in English of the United States."""
    one = date.fromisoformat(str(value))
    return f"{one:%b} {one.day}, {one.year}"


@pytest.mark.usefixtures("undrawn")
def test_figures_of_an_edit_are_those_that_a_run_of_it_prints(page: Page, shared: Served) -> None:
    file = shared.folder / "hr_app.yaml"
    page.show("Tasks")
    before = page.figure("launch", "hit")
    page.put("build_mvp", "high", "140").settled()
    after = page.figure("launch", "hit")
    assert after != before
    page.save()
    assert "duration: [35, 50, 140]" in file.read_text(encoding="utf-8")
    run = printed(file, "--iterations", str(FEW))
    for id in ("concept_fit", "market_fit", "launch"):
        assert share(run[id]["hit"]) in page.figure(id, "hit")
        assert day(run[id]["promise"]) in page.figure(id, "promise")
    assert page.tab.complaints == []


@pytest.mark.usefixtures("undrawn")
def test_figures_of_all_milestones_are_those_of_a_run(blank: Page, hr_app: Path) -> None:
    """Played as often as each of both does unless told otherwise."""
    with served_by_process(hr_app, hr_app.parent) as one:
        page = blank.open(one)
        rows = page.store("store.figures.milestones.map(({ id, hit, promise }) => [id, hit?.[0], promise?.date])")
    run = printed(hr_app)
    assert rows == [[id, run[id]["hit"], run[id]["promise"]] for id in run]


def test_fifty_rows_are_pasted_and_taken_back_by_one_undo(page: Page) -> None:
    page.show("Tasks")
    before = page.store("Object.keys(store.plan.data.tasks).length")
    page.tab.click(page.cell("", "name"))
    page.tab.paste("\n".join(f"Pasted {k}\t{k + 1}\t{k + 2}\t{k + 4.5}" for k in range(50)))
    page.known(f"Object.keys(store.plan.data.tasks).length === {before + 50}")
    page.settled()
    assert page.store("Object.values(store.plan.data.tasks).at(-1)") == {
        "name": "Pasted 49",
        "duration": ["50", "51", "53.5"],
    }
    page.tab.press("Control+z")
    page.known(f"Object.keys(store.plan.data.tasks).length === {before}")


def test_what_is_copied_can_be_pasted_into_excel_and_back(page: Page) -> None:
    page.show("Tasks")
    page.tab.click(page.cell("build_mvp", "low"))
    page.tab.press("Shift+ArrowRight", "Shift+ArrowRight")
    assert page.tab.copied().rstrip("\r\n") == "35\t50\t90"
    page.tab.click(page.cell("sales_material", "low"))
    page.tab.paste("35\t50\t90\r\n")
    page.known("store.plan.data.tasks.sales_material.duration.join() === '35,50,90'")


def test_a_bad_value_is_told_at_its_cell_while_the_last_valid_plan_goes_on(page: Page) -> None:
    page.show("Tasks")
    before = page.figure("launch", "hit")
    page.put("build_mvp", "high", "20").answered()
    invalid = '[role="grid"] [data-id="build_mvp"] [aria-invalid="true"]'
    page.tab.until(f"document.querySelector({invalid!r})")
    assert page.store("store.problems[0].path")[:3] == ["tasks", "build_mvp", "duration"]
    assert "Put the MVP together\u2069, Likely: " in page.says(".grid-note"), "the focus has gone on to the next row"
    page.tab.named("tab", "Tasks, 1 problem")
    page.tab.click(invalid)
    assert page.says(".grid-note").startswith("mode 50 is above high 20: give [low, mode, high] in ascending order")
    assert page.figure("launch", "hit") == before
    assert page.store("store.figures.stale")
    page.put("build_mvp", "high", "90").settled()
    assert page.store("store.problems.length") == 0
    assert page.figure("launch", "hit") == before
    assert page.tab.evaluate(f"document.querySelector({invalid!r})") is None


def test_what_a_planner_may_want_to_look_at_again_is_told_below_the_sheet(page: Page) -> None:
    page.show("Milestones").put("launch", "due", "2020-01-01").settled()
    page.tab.until("document.querySelector('.sheet-advice:not([hidden])')")
    assert page.says(".sheet-advice summary") == "1 thing to look at again"
    assert "2020-01-01 is before the plan starts, on 2026-01-05" in page.says(".sheet-advice li")
    page.tab.click(".sheet-advice summary")
    page.tab.click(page.cell("staffed", "name"))
    page.tab.click(".sheet-advice button")
    assert page.store("store.hand.id") == "launch"
    page.undo_all()
    page.tab.until("document.querySelector('.sheet-advice[hidden]')")


def test_what_is_filtered_is_counted_and_the_row_in_focus_is_in_hand(page: Page) -> None:
    page.show("Tasks")
    page.tab.click(page.cell("build_mvp", "name"))
    page.tab.click(page.tab.named("searchbox", "Filter"))
    page.tab.type("handbook")
    assert page.says(".sheet-hint") == "1 of 37 tasks"
    assert page.store("store.hand.id") == "support_handbook"
    page.show("Resources")
    assert page.store("store.hand") is None
    page.show("Tasks")
    assert page.says(".sheet-hint") == "37 tasks"


def test_what_is_typed_after_a_row_was_inserted_goes_into_it(page: Page) -> None:
    page.show("Tasks")
    page.tab.click(page.cell("build_mvp", "high"))
    page.tab.press("Control++")
    page.tab.type("Freeze the scope")
    page.tab.press("Tab", "Tab", *"12", "Enter")
    page.known("store.plan.data.tasks.task?.duration === '12'")
    assert page.tab.evaluate("document.querySelector('.grid-cell.here').dataset.field") == "name"
    page.settled()
    tasks = page.store("store.plan.data.tasks")
    assert tasks["task"]["name"] == "Freeze the scope"
    assert [*tasks][[*tasks].index("task") + 1] == "build_mvp"
    assert (tasks["build_mvp"]["name"], tasks["build_mvp"]["duration"]) == ("Put the MVP together", ["35", "50", "90"])


def test_a_calendar_is_added_by_its_name_and_gone_with_the_last_that_it_says(page: Page) -> None:
    page.show("Calendar").put("calendars.", "value", "crew").settled()
    assert page.store("store.plan.data.calendars") == {"crew": {"workdays": "Mon-Fri"}}
    page.put("calendars.crew.workdays", "value", "Mon-Sat").settled()
    page.tab.click(page.cell("calendars.crew.workdays", "value"))
    page.tab.press("Delete")
    page.known("!store.plan.data.calendars?.crew")
    page.settled()


def test_undo_to_the_start_gives_the_files_bytes_back(page: Page, shared: Served) -> None:
    file = shared.folder / "hr_app.yaml"
    bytes_before = file.read_bytes()
    page.show("Tasks")
    page.put("build_mvp", "high", "120").put("build_mvp", "name", "Build: #1 'it'").put("charter", "low", "0.5")
    page.tab.click(page.cell("", "name"))
    page.tab.paste("Something new\t1\t2\t3")
    page.settled().save()
    assert file.read_bytes() != bytes_before
    page.put("build_mvp", "low", "99").answered()
    page.tab.press("Control+s")
    page.tab.until("document.body.innerText.includes('Saved hr_app.yaml with a problem')")
    page.undo_all().save()
    assert file.read_bytes() == bytes_before


def test_saving_keeps_every_line_that_was_not_edited(page: Page, shared: Served) -> None:
    file = shared.folder / "hr_app.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    page.show("Risks").put("hr_demand", "probability", "0.6").settled().save()
    saved = file.read_text(encoding="utf-8").splitlines()
    assert [(old, new) for old, new in zip(lines, saved, strict=True) if old != new] == [
        ("    probability: 0.55", "    probability: 0.6")
    ]


def test_half_typed_cells_are_no_edits(page: Page) -> None:
    page.show("Tasks")
    page.tab.click(page.cell("build_mvp", "high"))
    page.tab.type("1")
    page.answered()
    page.tab.type("10")
    page.answered()
    assert page.store("store.plan.dirty") is False
    page.tab.press("Escape")
    page.settled()
    assert page.store("store.plan.data.tasks.build_mvp.duration") == ["35", "50", "90"]
