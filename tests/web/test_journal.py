"""The journal: what is not saved outlives the server, however it ends."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from milepost.models.file.rewriting.matching import same
from milepost.models.file.source import Parted, Plain
from milepost.simulate.web.document.document import Document
from milepost.simulate.web.journal import Head, Journal, PlanInUseError, opened_journal
from milepost.simulate.web.opening import Opened, opened_plan, started
from milepost.simulate.web.ops.reading import read_ops
from milepost.simulate.web.ops.state import State
from milepost.simulate.web.packing import packed_state, unpacked_state
from milepost.simulate.web.past import done_again, edited, moved, whole
from tests.web.served import PLAN

SHORT: list[list[Any]] = [["set", ["tasks", "plan", "duration"], "5"]]


@pytest.fixture
def killed(plan: Path) -> Callable[[Callable[[Opened, Document], None]], None]:
    """Do something to the plan, and end without clearing up."""

    def run(does: Callable[[Opened, Document], None]) -> None:
        with opened_plan(plan, plan.parent) as opened:
            assert opened.document is not None
            does(opened, opened.document)

    return run


def do(opened: Opened, document: Document, ops: list[list[Any]], label: str = "") -> None:
    document.edit(read_ops(ops), label=label)
    opened.journal.append(edited(ops, label))


def test_edits_and_kept_states_come_back_with_what_can_be_undone(plan: Path, killed: Callable[..., None]) -> None:
    def does(opened: Opened, document: Document) -> None:
        do(opened, document, SHORT, "Duration")
        document.keep("Short")
        opened.journal.append(moved("keep", "Short"))
        do(opened, document, [["off", "tasks.plan", True]])
        document.undo()
        opened.journal.append(moved("undo"))

    killed(does)
    with opened_plan(plan, plan.parent) as opened:
        document = opened.document
        assert document is not None
        assert document.state.data["tasks"]["plan"]["duration"] == "5"
        assert [*document.kept] == ["Short"]
        assert document.undo_label == "Duration"
        assert document.redo_label is not None
        assert opened.notes
        assert opened.conflict is None
    killed(lambda opened, document: None)  # and again, though nothing more was done
    with opened_plan(plan, plan.parent) as opened:
        assert opened.document is not None
        assert opened.document.is_dirty


def test_a_line_that_was_cut_off_is_left_out(plan: Path, killed: Callable[..., None], cache: Path) -> None:
    killed(lambda opened, document: do(opened, document, SHORT))
    (journal,) = cache.rglob("steps.jsonl")
    journal.write_bytes(journal.read_bytes() + b'{"do":"edit","ops":[["set",["na')
    with opened_plan(plan, plan.parent) as opened:
        assert opened.document is not None
        assert opened.document.state.data["tasks"]["plan"]["duration"] == "5"


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"null\n", b"nonsense\n{}\n", b"[" * 100_000 + b"\n", b'{"milepost":9}\n{}\n']
)
def test_a_journal_that_is_none_is_passed_over(
    plan: Path, killed: Callable[..., None], cache: Path, content: bytes
) -> None:
    killed(lambda opened, document: do(opened, document, SHORT))
    (journal,) = cache.rglob("steps.jsonl")
    journal.write_bytes(content)
    with opened_plan(plan, plan.parent) as opened:
        assert opened.document is not None
        assert not opened.document.is_dirty


def test_where_the_file_has_changed_since_the_planner_chooses(plan: Path, killed: Callable[..., None]) -> None:
    killed(lambda opened, document: do(opened, document, SHORT))
    plan.write_text(PLAN.replace("[10, 15, 30]", "[11, 15, 30]"))
    for _ in range(2):  # until they have chosen
        with opened_plan(plan, plan.parent) as opened:
            assert opened.document is not None
            assert not opened.document.is_dirty
            assert opened.conflict is not None
            found = {one.path: (one.whose.value, one.mine, one.theirs) for one in opened.conflict.differences()}
            assert found == {
                ("tasks", "plan", "duration"): ("mine", "5", ["5", "8", "20"]),
                ("tasks", "build", "duration"): ("theirs", ["10", "15", "30"], ["11", "15", "30"]),
            }
            both = opened.conflict.taken("both")
            assert both["tasks"]["plan"]["duration"] == "5"
            assert both["tasks"]["build"]["duration"] == ["11", "15", "30"]


def test_a_plan_is_open_once(plan: Path) -> None:
    link = plan.with_name("link.yaml")
    link.symlink_to(plan)
    with opened_journal(plan):
        for same_plan in (plan, link, plan.parent / "." / plan.name):
            with pytest.raises(PlanInUseError, match="open in another milepost open"), opened_journal(same_plan):
                pass
        with opened_journal(plan.with_name("other.yaml")):
            pass
    with opened_journal(plan):
        pass


def test_only_this_user_can_read_it(plan: Path, killed: Callable[..., None], cache: Path) -> None:
    killed(lambda opened, document: do(opened, document, SHORT))
    (journal,) = cache.rglob("steps.jsonl")
    assert journal.stat().st_mode & 0o077 == 0
    assert journal.parent.stat().st_mode & 0o077 == 0


def test_where_no_folder_can_be_made_the_plan_opens_and_says_so(plan: Path, cache: Path) -> None:
    cache.write_text("in the way")
    with opened_plan(plan, plan.parent) as opened:
        assert opened.document is not None
        assert "not kept" in opened.notes[0]
        opened.journal.append(moved("undo"))


@pytest.mark.usefixtures("cache")
def test_a_template_that_was_begun_comes_back(tmp_path: Path) -> None:
    with opened_plan(None, tmp_path) as opened:
        assert opened.document is None
        assert opened.target == tmp_path / "plan.yaml"
        document, head = started(opened.target, "minimal", "2026-09-07")
        opened.journal.begin(head)
        do(opened, document, [["set", ["name"], "Mine"]])
    with opened_plan(None, tmp_path) as opened:
        assert opened.document is not None
        assert opened.document.state.data["name"] == "Mine"
        assert not opened.target.exists()


def test_what_is_whole_says_all_but_what_led_there(plan: Path) -> None:
    with opened_plan(plan, plan.parent) as opened:
        document = opened.document
        assert document is not None
        document.edit(read_ops([*SHORT, ["off", "tasks.plan", True], ["rename", "tasks", "build", "make"]]))
        document.keep("Short")
        entry = json.loads(json.dumps(whole(document)))
        again = Document(document.file)
        assert done_again(again, [entry]) == 1
        assert same(again.state.data, document.state.data)
        assert again.state.off == document.state.off
        assert again.state.names == document.state.names
        assert [*again.kept] == ["Short"]


def test_what_stands_between_quotes_comes_back_so() -> None:
    data: dict[str, Any] = {
        "a": Plain("no"),
        "b": "no",
        "c": [Plain("010"), "010", None, [], {}],
        "d": {"q": Parted("1,5")},
    }
    state = State(data=data, off=frozenset({"risks.a"}), names={("tasks", "a"): "b"})
    again = unpacked_state(json.loads(json.dumps(packed_state(state))))
    assert same(again.data, data)
    assert (again.off, again.names) == (state.off, state.names)


def test_a_journal_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, head = Journal(tmp_path), Head(file="a", text="b")
    journal.begin(head, [moved("undo")])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("milepost.simulate.web.journal._write", full)
    with pytest.raises(OSError, match="space"):
        journal.begin(head, [moved("redo")])
    past = journal.past()
    assert past is not None
    assert past[1] == [moved("undo")]
    journal.close()
