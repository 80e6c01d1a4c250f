"""The document: edits, undo and redo, states that are kept."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.models.file.open_file import OpenFile
from milepost.models.file.rewriting.matching import same
from milepost.simulate.web.document.document import AS_SAVED, MOST_KEPT, Document, KeepingError
from milepost.simulate.web.ops.carried_out import carried_out
from milepost.simulate.web.ops.op import OpError
from milepost.simulate.web.ops.reading import read_ops
from milepost.simulate.web.ops.state import State
from tests.web.served import PLAN

KEYS = st.sampled_from(["name", "tasks", "plan", "build", "duration", "open", "new", 0, 1, 2])
PATHS = st.lists(KEYS, min_size=1, max_size=4)
TEXTS = st.sampled_from(["1", "no", "null", "", "[1, 2]", "{p50: 3}", "a: b", "[", "plan", "2026-01-05", "é"])
VALUES = st.recursive(
    st.none() | TEXTS, lambda one: st.lists(one, max_size=2) | st.dictionaries(TEXTS, one, max_size=2), max_leaves=4
)
OPS = st.one_of(
    st.tuples(st.just("set"), PATHS, VALUES),
    st.tuples(st.just("text"), PATHS, TEXTS),
    st.tuples(st.just("del"), PATHS),
    st.tuples(st.just("add"), PATHS, VALUES, st.none() | st.integers(0, 3)),
    st.tuples(st.just("order"), st.just(["tasks"]), st.permutations(["plan", "build"])),
    st.tuples(st.just("rename"), st.just("tasks"), st.sampled_from(["plan", "build"]), st.sampled_from(["make", "do"])),
    st.tuples(st.just("off"), st.sampled_from(["risks.a", "tasks.plan"]), st.booleans()),
).map(list)


def opened(folder: Path) -> Document:
    file = folder / "fair.yaml"
    file.write_text(PLAN)
    return Document(OpenFile.of(file))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> OpenFile:
    return opened(tmp_path_factory.mktemp("fair")).file


@given(edits=st.lists(st.lists(OPS, min_size=1, max_size=3) | st.sampled_from(["undo", "redo"]), max_size=12))
@settings(max_examples=150, deadline=None)
def test_whatever_is_done_can_be_taken_back_to_the_start_and_done_again(file: OpenFile, edits: list[object]) -> None:
    document = Document(file)
    page = document.state  # what a page has that only carries out what it is told
    for edit in edits:
        try:
            step = (
                document.undo()
                if edit == "undo"
                else document.redo()
                if edit == "redo"
                else document.edit(read_ops(edit))
            )
        except OpError:
            continue
        if step is not None:
            page = carried_out(page, read_ops([*step.ops]))
        assert page.data == document.state.data
        assert page.off == document.state.off
        assert as_text(page.data) == as_text(document.state.data)
    end, steps = document.state, 0
    while document.undo() is not None:
        steps += 1
    assert same(document.state.data, file.data)
    assert not document.state.off
    assert not document.is_dirty
    assert file.written(document.state.data, document.state.names) == file.text
    for _ in range(steps):
        assert document.redo() is not None
    while document.redo() is not None:
        pass
    if not any(edit == "undo" for edit in edits):
        assert same(document.state.data, end.data)


def as_text(data: object) -> str:
    """Return data in its own order, whatever stands between quotes."""
    return str(data)


def test_an_edit_that_changes_nothing_is_none(file: OpenFile) -> None:
    document = Document(file)
    assert document.edit(read_ops([["set", ["tasks", "plan", "name"], "Plan the stand"]])) is None
    assert document.undo_label is None


def test_an_edit_that_was_drafted_is_the_state_of_which_it_is_known_what_comes(file: OpenFile) -> None:
    document = Document(file)
    draft, other = ([["set", ["tasks", "plan", "duration"], days]] for days in ("4", "5"))
    drafted = document.drafted(read_ops(draft))
    document.edit(read_ops(draft))
    assert document.state is drafted
    document.drafted(read_ops(draft))
    document.edit(read_ops(other))
    assert document.state.data["tasks"]["plan"]["duration"] == "5"


def test_what_was_drafted_over_another_reading_of_the_file_is_drafted_anew(file: OpenFile) -> None:
    document = Document(file)
    ops = read_ops([["set", ["tasks", "plan", "duration"], "4"]])
    drafted = document.drafted(ops)
    document.reopened(file)
    document.edit(ops)
    assert document.state.mark != drafted.mark


def test_text_between_brackets_is_what_it_says_and_half_of_it_is_text(file: OpenFile) -> None:
    document = Document(file)
    path = ["tasks", "plan", "duration"]
    document.edit(read_ops([["text", path, "{p50: 3, p90: 9}"]]))
    assert document.state.data["tasks"]["plan"]["duration"] == {"p50": "3", "p90": "9"}
    document.edit(read_ops([["text", path, "[3, 4"]]))
    assert document.state.data["tasks"]["plan"]["duration"] == "[3, 4"


def test_another_order_is_a_change(file: OpenFile) -> None:
    document = Document(file)
    step = document.edit(read_ops([["order", ["tasks"], ["build", "plan"]]]), label="Sort")
    assert step is not None
    assert [*document.state.data["tasks"]] == ["build", "plan"]
    assert document.is_dirty
    assert document.undo_label == "Sort"
    document.undo()
    assert [*document.state.data["tasks"]] == ["plan", "build"]


def test_a_row_is_added_at_its_place_and_never_over_another(file: OpenFile) -> None:
    document = Document(file)
    document.edit(read_ops([["add", ["tasks", "pack"], {"duration": "3"}, 1]]))
    assert [*document.state.data["tasks"]] == ["plan", "pack", "build"]
    with pytest.raises(OpError, match="choose another id"):
        document.edit(read_ops([["add", ["tasks", "pack"], {}, None]]))


def test_the_later_of_two_tabs_wins_and_the_other_is_known(file: OpenFile) -> None:
    document = Document(file)
    path = ["tasks", "plan", "duration"]
    first = document.edit(read_ops([["set", path, "5"]]), tab="one")
    second = document.edit(read_ops([["set", path, "6"]]), tab="two")
    assert first is not None
    assert second is not None
    assert document.overruled(second) == {"one": [tuple(path)]}
    assert document.overruled(first) == {}
    third = document.edit(read_ops([["set", ["tasks", "build", "duration"], "6"]]), tab="one")
    assert third is not None
    assert document.overruled(third) == {}  # another cell
    fourth = document.edit(read_ops([["set", path, "7"]]), tab="two")
    assert fourth is not None
    assert document.overruled(fourth) == {}  # its own


def test_a_kept_state_comes_back_as_a_step_that_can_be_taken_back(file: OpenFile) -> None:
    document = Document(file)
    document.edit(read_ops([["set", ["tasks", "plan", "duration"], "5"], ["off", "tasks.plan", True]]))
    document.keep("Short")
    assert document.current == "Short"
    document.switch(AS_SAVED)
    assert not document.is_dirty
    assert not document.state.off
    assert document.current == AS_SAVED
    document.switch("Short")
    assert document.state.off == {"tasks.plan"}
    assert document.undo() is not None
    assert document.current == AS_SAVED
    document.forget("Short")
    with pytest.raises(KeepingError, match="no state"):
        document.switch("Short")


def test_names_of_states_are_bounded(file: OpenFile) -> None:
    document = Document(file)
    for number in range(MOST_KEPT):
        document.keep(f"State {number}")
    document.keep("State 0")  # again
    for name in ("One more", "", " ", AS_SAVED, "x" * 1000, "a\x1b[31m"):
        with pytest.raises(KeepingError):
            document.keep(name)


def test_after_saving_undo_goes_on_and_makes_the_plan_differ(file: OpenFile) -> None:
    document = Document(file)
    document.edit(read_ops([["set", ["name"], "Other"]]))
    text = file.written(document.state.data, document.state.names)
    document.saved_as(file.saved(text))
    assert same(document.state.data, document.saved.data)
    document.undo()
    assert document.is_dirty
    assert document.state.data["name"] == "Fair"


@pytest.mark.parametrize(
    "ops",
    [
        None,
        {},
        "set",
        [1],
        [[]],
        [["sets", ["a"], "b"]],
        [["set", ["a"]]],
        [["set", "a", "b"]],
        [["set", [], "b"]],
        [["set", ["a"] * 100, "b"]],
        [["set", [True], "b"]],
        [["set", [-1], "b"]],
        [["set", [1.5], "b"]],
        [["set", ["x" * 2000], "b"]],
        [["set", ["a"], 5]],  # a number is text, as it stands in a file
        [["set", ["a"], True]],
        [["set", ["a"], "\ud800"]],
        [["set", ["a"], [[[[[[[[[[[[[[[[[[[[[[["b"]]]]]]]]]]]]]]]]]]]]]]]]],
        [["text", ["a"], None]],
        [["add", ["a"], "b", "first"]],
        [["add", ["a"], "b", True]],
        [["order", ["a"], "b"]],
        [["rename", "owners", "a", "b"]],
        [["off", "milestones.a", True]],
        [["off", "tasks.", True]],
        [["off", "tasks.a", "yes"]],
        [["del", ["a"]]] * 20_001,
    ],
)
def test_what_is_no_change_is_refused(ops: object) -> None:
    with pytest.raises(OpError):
        read_ops(ops)


@pytest.mark.parametrize(
    "op",
    [
        ["set", ["name", "of"], "b"],  # text has no keys
        ["set", ["tasks", "plan", "duration", 9], "b"],  # the list is shorter
        ["set", ["tasks", 0], "b"],  # no list
        ["order", ["tasks"], ["plan"]],  # one is missing
        ["order", ["tasks"], ["plan", "plan"]],
        ["rename", "tasks", "plan", "build"],  # taken
        ["rename", "tasks", "nobody", "build2"],
    ],
)
def test_a_change_that_cannot_be_made_changes_nothing(file: OpenFile, op: list[object]) -> None:
    document = Document(file)
    with pytest.raises(OpError):
        document.edit(read_ops([["set", ["name"], "Other"], op]))
    assert not document.is_dirty


def test_each_state_has_a_number_of_its_own() -> None:
    one = State(data={})
    assert one.mark != State(data={}).mark
