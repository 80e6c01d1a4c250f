from pathlib import Path

import pytest

from milepost.models import review_scenario

START = "start: 2026-01-05\n"
WORK = "tasks:\n  a: {duration: [8, 12, 25]}\n"
SOUND = START + WORK + "milestones:\n  m: {due: 2026-01-20, after: [a]}\n"


def advice(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    return [str(problem).removeprefix(f"{path}:") for problem in review_scenario(path)[1]]


def test_a_sound_plan_gets_no_advice(tmp_path: Path) -> None:
    """Twelve working days from 5 January end on the 20th, its due date."""
    assert advice(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (START + WORK, "1:1: ", ("no milestone",)),  # nothing to judge it by
        (SOUND.replace("due: 2026-01-20, ", ""), "4:1: milestones: ", ("due date",)),  # nothing to hit
        (
            SOUND.replace("01-20", "01-19"),
            "5:12: milestones.m.due: ",
            ("2026-01-19", "2026-01-20", "later"),
        ),  # hopeless
        (SOUND + "  n: {due: 2026-02-02}\n", "6:3: milestones.n: ", ("'n'", "day 0", "after")),  # reached at once
        (
            SOUND.replace("milestones", "  b: {duration: 1, after: [a]}\nmilestones"),
            "4:3: tasks.b: ",
            ("'b'",),
        ),  # loose
        (SOUND.replace("01-05", "01-03"), "1:8: start: ", ("2026-01-03", "2026-01-05")),  # a Saturday
    ],
)
def test_advice_names_its_place_and_what_to_do(tmp_path: Path, text: str, place: str, words: tuple[str, ...]) -> None:
    (given,) = advice(tmp_path, text)
    assert given.startswith(place)
    assert all(word in given for word in words), given


def test_a_milestone_that_waits_for_a_date_alone_is_no_oversight(tmp_path: Path) -> None:
    assert advice(tmp_path, SOUND + "  n: {due: 2026-02-02, not_before: 2026-02-02}\n") == []


def test_advice_comes_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = START + "milestones:\n  m: {due: 2026-01-05, after: [a]}\n  n:\n" + WORK + "  b: {duration: 1}\n"
    assert [given[:4] for given in advice(tmp_path, text)] == ["3:12", "4:3:", "7:3:"]
