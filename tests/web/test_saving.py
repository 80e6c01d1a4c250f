"""Saving: only what was changed is written, over nobody else's changes, and nothing is lost."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from milepost.models.file.open_file import OpenFile
from milepost.models.file.reader import read_scenario
from milepost.simulate.web.saving.merging import Whose, differences, merged
from milepost.simulate.web.saving.saving import replaced
from tests.web.served import PLAN, SHORTER, Page, Site


@pytest.fixture
def page(fair: Site) -> Iterator[Page]:
    with fair.page() as one:
        one.heard("plan")
        yield one


def test_a_save_writes_what_was_changed_and_keeps_every_comment(plan: Path, page: Page) -> None:
    plan.chmod(0o640)
    assert page.edit(SHORTER)["dirty"]
    page.say("save")
    assert page.heard("saved")["file"] == "fair.yaml"
    assert plan.read_text() == PLAN.replace("[10, 15, 30]", "[9, 14, 30]")
    assert stat.S_IMODE(plan.stat().st_mode) == 0o640
    assert [path.name for path in plan.parent.iterdir() if path.suffix != ""] == ["fair.yaml"]
    assert not page.heard("step")["dirty"]


def test_undo_to_the_start_and_save_gives_the_bytes_back(plan: Path, page: Page) -> None:
    for _ in range(2):
        page.edit(SHORTER, ["add", ["tasks", "pack"], {"duration": "2"}, 0], ["rename", "tasks", "plan", "draw"])
        page.say("save")
        page.heard("saved")
        assert "draw" in plan.read_text()
        page.say("undo")
        page.say("save")
        page.heard("saved")
        assert read_scenario(plan) == read_scenario(OpenFile.of(plan).path)
        assert "draw" not in plan.read_text()
    assert plan.read_text() == PLAN


def test_a_file_that_somebody_else_has_changed_is_not_written_over(plan: Path, page: Page) -> None:
    theirs = PLAN.replace("[5, 8, 20]", "[6, 8, 20]")
    plan.write_text(theirs)
    page.edit(SHORTER)
    page.say("save")
    found = {(*one["path"],): one["kind"] for one in page.heard("conflict")["differences"]}
    assert found == {("tasks", "build", "duration"): "mine", ("tasks", "plan", "duration"): "theirs"}
    assert plan.read_text() == theirs
    page.say("resolve", take="both")
    told = page.heard("plan")
    assert told["dirty"]
    assert told["data"]["tasks"]["plan"]["duration"] == ["6", "8", "20"]
    page.say("save")
    page.heard("saved")
    assert plan.read_text() == theirs.replace("[10, 15, 30]", "[9, 14, 30]")


@pytest.mark.parametrize(("take", "left"), [("mine", "[9, 14, 30]"), ("theirs", "[11, 15, 30]")])
def test_of_a_part_that_both_have_changed_one_is_chosen(plan: Path, page: Page, take: str, left: str) -> None:
    plan.write_text(PLAN.replace("[10, 15, 30]", "[11, 15, 30]"))
    page.edit(SHORTER)
    page.say("save")
    (one,) = page.heard("conflict")["differences"]
    assert (one["kind"], one["mine"], one["theirs"]) == ("both", ["9", "14", "30"], ["11", "15", "30"])
    page.say("resolve", take=take)
    page.heard("plan")
    if take == "mine":
        page.heard("saved")
    assert plan.read_text() == PLAN.replace("[10, 15, 30]", left)


def test_a_file_that_has_gone_is_told_and_nothing_is_lost(plan: Path, page: Page) -> None:
    plan.unlink()
    page.edit(SHORTER)
    page.say("save")
    assert "fair.yaml" in page.heard("told")["text"]
    page.say("undo")
    assert page.heard("step")["redo"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="who may write all is refused nothing")
def test_a_file_that_may_not_be_written_is_told_and_nothing_is_lost(plan: Path, page: Page) -> None:
    plan.chmod(0o400)
    page.edit(SHORTER)
    page.say("save")
    assert "cannot be written" in page.heard("told")["text"]
    assert plan.read_text() == PLAN


def test_a_disk_that_is_full_leaves_the_old_file(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("milepost.simulate.web.saving.saving.os.fsync", full)
    with pytest.raises(OSError, match="space"):
        replaced(plan, b"new")
    assert plan.read_text() == PLAN
    assert [path.name for path in plan.parent.iterdir()] == ["fair.yaml"]


def test_a_link_stays_a_link(plan: Path) -> None:
    link = plan.with_name("link.yaml")
    link.symlink_to(plan)
    replaced(link, b"new")
    assert link.is_symlink()
    assert plan.read_bytes() == b"new"


def test_a_kept_state_is_written_as_an_overlay_whose_file_has_no_name_of_its(plan: Path, page: Page) -> None:
    page.edit(SHORTER)
    page.say("keep", name="../../<b>faster</b>")
    page.say("switch", name="As saved")
    for number in (2, 3):
        page.say("write", name="../../<b>faster</b>", **{"as": "overlay"})
        assert f"fair-{number}.yaml" in page.heard("told")["text"]
        overlay = read_scenario(plan.with_name(f"fair-{number}.yaml"))
        assert overlay.name == "../../<b>faster</b>"
        assert overlay.tasks["build"] != read_scenario(plan).tasks["build"]
        assert overlay.tasks["plan"] == read_scenario(plan).tasks["plan"]


def test_a_kept_order_is_written_as_one_to_compare(plan: Path, page: Page) -> None:
    page.edit(["set", ["orderings"], {"among": ["plan", "build"], "order": ["plan", "build"]}])
    page.edit(["set", ["orderings", "order"], ["build", "plan"]], rev=1)
    page.say("keep", name="Build first")
    page.say("undo")
    page.say("write", name="Build first", **{"as": "ordering"})
    while not (step := page.heard("step"))["ops"] or step["by"] != "write":
        pass
    page.say("save")
    page.heard("saved")
    orderings = OpenFile.of(plan).data["orderings"]
    assert orderings == {
        "among": ["plan", "build"],
        "order": ["plan", "build"],
        "compare": {"Build first": ["build", "plan"]},
    }


def test_of_a_state_whose_order_is_written_it_is_said_what_is_left_out(page: Page) -> None:
    page.edit(["set", ["orderings"], {"among": ["plan", "build"], "order": ["plan", "build"]}])
    page.edit(["set", ["orderings", "order"], ["build", "plan"]], rev=1)
    page.say("keep", name="Build first")
    page.edit(SHORTER, rev=2)
    page.say("keep", name="Shorter")
    page.say("undo")
    page.say("undo")
    for name, says_more in (("Build first", False), ("Shorter", True)):
        page.say("write", name=name, **{"as": "ordering"})
        told = page.heard("told")["text"]
        assert f"order of {name}" in told
        assert ("write an overlay" in told) is says_more


def test_two_tabs_see_each_other_and_the_later_wins(fair: Site, page: Page) -> None:
    with fair.page() as other:
        other.heard("plan")
        assert page.edit(SHORTER)["by"] == "you"
        seen = other.heard("step")
        assert (seen["by"], seen["id"]) == ("other", None)
        other.edit(["text", ["tasks", "build", "duration"], "[8, 14, 30]"], rev=0)
        assert "tasks.build.duration" in page.heard("told")["text"]
        assert other.edit(SHORTER, rev=2)["by"] == "you"
        other.say("undo")
        assert page.heard("step")["by"] == "other"
        assert page.heard("step")["by"] == "undo"


def test_a_page_that_comes_back_sees_all_as_it_is(fair: Site, page: Page) -> None:
    page.edit(SHORTER, label="Duration of Build")
    page.say("keep", name="Short")
    with fair.page() as other:
        told = other.heard("plan")
    assert told["data"]["tasks"]["build"]["duration"] == ["9", "14", "30"]
    assert told["saved"]["tasks"]["build"]["duration"] == ["10", "15", "30"]
    assert (told["undo"], told["dirty"]) == ("Duration of Build", True)
    assert [one["name"] for one in told["kept"]] == ["Short"]


def test_a_plan_whose_names_are_markup_is_text_on_its_way(fair: Site, page: Page) -> None:
    name = '</script><img src=x onerror="alert(1)">\u2028'
    step = page.edit(["set", ["name"], name])
    assert step["ops"] == [["set", ["name"], name]]


def test_what_both_have_made_is_one_where_they_do_not_touch_the_same_part() -> None:
    base = {"a": "1", "b": {"c": "2", "d": "3"}, "e": "4"}
    mine = {"a": "1", "b": {"c": "20", "d": "3", "m": "5"}}
    theirs = {"a": "10", "b": {"c": "2", "d": "30", "t": "6"}, "e": "4"}
    assert merged(base, mine, theirs) == {"a": "10", "b": {"c": "20", "d": "30", "t": "6", "m": "5"}}
    whose = {one.path: one.whose for one in differences(base, mine, theirs)}
    assert whose[("a",)] is Whose.THEIRS
    assert whose[("e",)] is Whose.MINE
    assert Whose.BOTH not in whose.values()
    assert json.dumps([one.message() for one in differences(base, mine, theirs)])
