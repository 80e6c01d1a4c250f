"""A scenario knows the ids that the plan below it had, and tells which of them are lost and which are new."""

import zlib
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.models import ScenarioError, read_scenario
from milepost.models.file.layers import Layers
from milepost.models.file.plan_ids import packed, unpacked
from milepost.models.file.refreshed import refreshed, written_ids
from milepost.models.link import LONGEST_ID
from tests.xer_files import PLAN, link, task, xer

ANY_ID = st.text(min_size=1, max_size=LONGEST_ID).filter(lambda id: id.isprintable())


@given(st.lists(ANY_ID, max_size=30))
def test_ids_come_back_from_what_they_were_packed_into(ids: list[str]) -> None:
    assert list(unpacked(packed(ids))) == sorted({*ids})


def test_four_thousand_numbered_ids_take_less_than_a_screen_of_lines() -> None:
    assert len(written_ids(f"A{1000 + 10 * number}" for number in range(4000)).splitlines()) < 24


@pytest.mark.parametrize(
    "text",
    [
        "not base64!",
        "AAAA",  # no stream
        b64encode(zlib.compress(b"")).decode()[:-8],  # one that is cut short
        b64encode(zlib.compress(b" " * 50_000_000)).decode(),  # one that takes all memory
        b64encode(zlib.compress(b"%A")).decode(),  # more in common than there is
        b64encode(zlib.compress(b"\xff")).decode(),
        b64encode(zlib.compress(b" A\x1b")).decode(),
        b64encode(zlib.compress(b"\n\n")).decode(),
        b64encode(zlib.compress(b" " + b"A" * 200)).decode(),
    ],
)
def test_what_was_not_packed_so_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        unpacked(text)


def overlay(folder: Path, text: str, ids: list[str], activities: list[str]) -> Path:
    """Write a plan, and a scenario over it that knows other ids."""
    links = [link(activities[0], activities[1])]
    (folder / "site.xer").write_bytes(xer({**PLAN, "TASK": [task(id) for id in activities], "TASKPRED": links}))
    above = folder / "site.yaml"
    above.write_text(f"plan: site.xer\n{text}{written_ids(ids)}", encoding="utf-8")
    return above


def test_lost_and_new_ids_are_told(tmp_path: Path) -> None:
    above = overlay(tmp_path, "", ["A", "B", "D"], ["A", "B", "C"])
    (change,) = Layers(above).id_changes
    assert change.lost == ("D",)
    assert "C" in change.new
    assert [sentence for sentence in change.sentences if "has lost 1 id since" in sentence and sentence.endswith(": D")]
    assert "milepost import --refresh" in change.sentences[-1]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("tasks:\n  D: {range: rough}\n", 3, "'D' is in .*site.xer no more: take this out"),
        ("milestones:\n  D: {level: major}\n", 3, "'D' is in .*site.xer no more: take this out"),
        ("apply:\n  - {ids: [D], owner: Ann}\n", 3, "'D' is in .*site.xer no more, and is still named here"),
        ("tasks:\n  X: {duration: 1, after: [D]}\n", 3, "'D' is in .*site.xer no more, and is still named here"),
    ],
)
def test_where_a_lost_id_is_still_named_it_is_told_once_with_what_to_do(
    text: str, place: int, words: str, tmp_path: Path
) -> None:
    """A task changed here and lost there would else be a new one without a duration, a milestone one of day 0."""
    above = overlay(tmp_path, text, ["A", "B", "D"], ["A", "B", "C"])
    with pytest.raises(ScenarioError, match=words) as caught:
        read_scenario(above)
    assert [problem.line for problem in caught.value.problems] == [place]


def test_ids_that_cannot_be_read_are_refused_with_their_place_and_renewed(tmp_path: Path) -> None:
    above = overlay(tmp_path, "", [], ["A", "B"])
    above.write_text("plan: site.xer\nplan_ids: x\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"site.yaml:2:11: plan_ids: .* milepost import --refresh"):
        read_scenario(above)
    above.write_bytes(refreshed(above, above.read_bytes())[0])
    assert read_scenario(above).tasks


@pytest.mark.parametrize(
    "text",
    [
        "plan: site.xer\nplan_ids: eJwDAAAAAAE=  # mine\nname: Ours # too\n",
        "plan: site.xer\nplan_ids: >-\n  eJwDAAAA\n  AAE=\n\n# a comment\nname: Ours\n",
        'plan_ids: "eJwDAAAA\n  AAE="\nplan: site.xer\n',
        "plan: site.xer\nname: Größe   # kept\n",  # none yet
        "plan: site.xer",  # without an end of the line
        "{plan: site.xer, plan_ids: '', name: Ours}\n",
        "plan: site.xer\nplan_ids:\nname: Ours\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_refreshing_changes_no_other_byte(text: str, end: str, mark: str, tmp_path: Path) -> None:
    above = overlay(tmp_path, "", [], ["A", "B"])
    before = (mark + text.replace("\n", end)).encode()
    above.write_bytes(before)
    after = refreshed(above, before)[0]
    above.write_bytes(after)
    (change,) = Layers(above).id_changes
    assert (change.lost, change.new) == ((), ())
    kept = [line for line in text.splitlines() if "plan_ids" not in line and "AA" not in line]
    assert [line for line in kept if line.encode() not in after] == []
    alike = next((place for place, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    first = before.find(b"plan_ids:")
    assert alike >= (len(before) if first < 0 else first)
    assert refreshed(above, after)[0] == after
    assert (b"\r\n" in after) == (end == "\r\n" and "\n" in text)


def test_what_lies_over_nothing_knows_no_ids(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("start: 2026-01-05\ntasks: {a: {duration: 1}}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="lies over no plan"):
        refreshed(plan, plan.read_bytes())
