"""Names are text, whatever stands in them, and in whatever script."""

from pathlib import Path
from typing import Final

import pytest
import yaml

from tests.report.page.hostile import ARABIC, FORMULA, QUOTES, SCRIPT
from tests.web.browser.page import Page
from tests.web.browser.served import served

pytestmark = pytest.mark.slow

_IMAGE: Final = "<img src=x onerror=\"document.title='broken';alert(1)\">"
_IDS: Final = "[...document.querySelectorAll('.grid-row')].map((row) => row.dataset.id)"
_CHINESE: Final = "\u8bc4\u4f30"


@pytest.fixture
def markup(tmp_path: Path) -> Path:
    """Write a plan whose every name is markup."""
    plan = {
        "name": SCRIPT,
        "start": "2026-01-05",
        "currency": "<b>EUR</b>",
        "budget": {"total": 500},
        "tasks": {
            "probe": {"name": _IMAGE, "owner": SCRIPT, "duration": [2, 4, 12], "cost": 100},
            "work": {"name": SCRIPT, "duration": [2, 4, 12], "after": ["probe"], "retires": {"slow": 0.5}, "cost": 10},
            "other": {"name": ARABIC, "duration": [2, 4, 12], "daily": 10},
            "third": {"name": _CHINESE, "duration": 3, "notes": _IMAGE},
        },
        "milestones": {
            "end": {
                "name": _IMAGE,
                "owner": QUOTES,
                "after": ["work", "other"],
                "due": "2026-01-20",
                "value": {"amount": 900},
            },
            "later": {"name": SCRIPT, "after": ["end", "third"], "due": "2026-01-22"},
        },
        "risks": {"slow": {"name": FORMULA, "category": _IMAGE, "probability": 0.6, "exposes": ["other"], "delay": 5}},
    }
    file = tmp_path / "markup.yaml"
    file.write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def test_markup_is_shown_and_never_becomes_an_element(blank: Page, markup: Path) -> None:
    with served(markup, markup.parent) as one:
        page = blank.open(one)
        assert _IMAGE in page.tab.text
        for sheet in ("Milestones", "Tasks", "Risks", "Money"):
            page.show(sheet)
            assert (
                page.tab.evaluate(
                    "document.querySelectorAll('[onerror], [src=x], b b, main script, [role=grid] script').length"
                )
                == 0
            )
        page.show("Tasks")
        for name in (_IMAGE, SCRIPT, ARABIC, _CHINESE):
            assert name in page.tab.text
        for section in ("Drivers", "Money over time", "Risk burn-down"):
            page.tab.click(page.tab.named("tab", section))
            page.tab.until("document.querySelector('#follow .part .body')?.childElementCount")
        assert page.tab.evaluate("document.querySelectorAll('[onerror], [src=x], main script').length") == 0
        page.show("Tasks").put("third", "name", _IMAGE).settled()
        assert "broken" not in page.tab.evaluate("document.title").replace(SCRIPT, "")
        assert page.tab.dialogs == []
        assert page.tab.complaints == []


def test_a_name_that_was_typed_is_saved_as_typed(blank: Page, markup: Path) -> None:
    names = ("no", "010", "2026-01-01", "a: b # c", "\u8bc4\u4f30 \u0627\u0644", "'x' \"y\"")
    with served(markup, markup.parent) as one:
        page = blank.open(one).show("Tasks")
        for name in names:
            page.put("third", "name", name)
            page.tab.press("Control+s")
            page.known(f"!store.plan.dirty && store.plan.data.tasks.third.name === {name!r}")
            assert yaml.load(markup.read_text(encoding="utf-8"), yaml.BaseLoader)["tasks"]["third"]["name"] == name


def test_ids_that_are_whole_numbers_stand_in_the_order_of_the_file(blank: Page, tmp_path: Path) -> None:
    file = tmp_path / "numbers.yaml"
    tasks = "".join(f"  {id}: {{name: Task {id}, duration: 2}}\n" for id in ("z", 10, 9, 2))
    text = f"start: 2026-03-02\ntasks:\n{tasks}milestones:\n  7: {{after: [z, 10, 9, 2], due: 2026-03-20}}\n"
    file.write_text(text)
    with served(file, tmp_path) as one:
        page = blank.open(one).show("Tasks")
        assert page.tab.evaluate(_IDS) == ["z", "10", "9", "2", ""]
        page.put("9", "name", "Another").put("", "id", "1").answered()
        assert page.tab.evaluate(_IDS) == ["z", "10", "9", "2", "1", ""]
        page.tab.press("Control+s")
        page.known("!store.plan.dirty")
        assert [*yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)["tasks"]] == ["z", "10", "9", "2", "1"]
        assert page.tab.complaints == []
