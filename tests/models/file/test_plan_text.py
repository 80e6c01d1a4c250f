"""What a file says with all that it lies over reads back from one text to the same plan."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.models import read_scenario
from milepost.models.file.reader import review
from milepost.models.file.source import NULLS, Plain, Source
from milepost.models.file.writer import text_of

SCENARIOS = sorted((Path(__file__).parents[3] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_reads_back_from_its_text(path: Path) -> None:
    found = review(path)
    again = read_scenario(found.text)
    assert again == found.scenario
    assert again.digest == found.scenario.digest


def test_a_plan_without_a_name_keeps_that_of_its_file_and_rules_are_applied_once(tmp_path: Path) -> None:
    plan, over = tmp_path / "plan.yaml", tmp_path / "over.yaml"
    plan.write_text(
        "start: 2026-01-05\nranges: {rough: [0.5, 1, 2]}\n"
        "tasks: {dig: {duration: 3}, fill: {duration: 2, after: [dig]}}\n"
        "risks: {rain: {probability: 0.5, exposes: [dig], delay: 3}}\n"
    )
    over.write_text(
        "plan: plan.yaml\nas_of: 2026-01-12\napply: [{where: all, range: rough, exposed_to: [rain]}]\n"
        "tasks: {dig: {actual: {start: 2026-01-05}}, fill: {after: {drop: [dig]}}}\n"
    )
    found = review(over)
    assert found.bottom == plan
    assert read_scenario(found.text) == found.scenario
    assert found.scenario.name == "over"
    assert found.scenario.risks["rain"].exposes == ("dig", "fill")


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30)
QUOTED = st.one_of(TEXT, st.just("two\nlines\n\n of text "), st.sampled_from(["no", "010", "~", "", "- a", "a: b #"]))
UNQUOTED = st.sampled_from(["1e3", "no", "010", "2026-01-05", "[8, 12]", "a b", "x", "0.5", ".inf"])
TREES = st.dictionaries(
    QUOTED,
    st.recursive(
        st.one_of(QUOTED, st.none(), UNQUOTED.filter(lambda text: "[" not in text).map(Plain)),
        lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(QUOTED, below, max_size=4)),
        max_leaves=12,
    ),
    max_size=5,
)


@given(tree=TREES)
def test_any_tree_of_texts_reads_back_with_what_was_plain_still_plain(tree: Mapping[str, Any]) -> None:
    source = Source(Path("text"), text_of(tree))
    assert not source.problems
    assert _marked(source.data or {}) == _marked(tree)


def _marked(tree: Any) -> Any:
    """Tell plain texts from others; in a list nothing and the word null are one."""
    if isinstance(tree, Mapping):
        return {key: _marked(item) for key, item in tree.items()}
    if isinstance(tree, list):
        return [_marked(item) for item in tree]
    if tree is None or (isinstance(tree, Plain) and tree in NULLS):
        return None
    return type(tree) is Plain, str(tree)
