import random
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from milepost.models.file.rewriting import RewriteError, rewritten, said
from milepost.models.file.source import Plain, Source

SCENARIOS = sorted((Path(__file__).parents[4] / "scenarios").glob("*.yaml"))

NASTY = {
    "comments": "# the plan\nname: A # its name\n\ntasks: # all\n  # the first\n  a: {duration: 3} # three\n\n"
    "  # the second\n  b:\n    duration: [1, 2, 3] # points\n    # why\n    after: [a]\n# the end\n",
    "lists": "tasks:\n  a:\n    after:\n    - x # one\n    # two\n    - y\n    -   z\n"
    "  b: {after: [\n    x, # one\n    y,\n  ]}\n",
    "quotes": "name: 'it''s'\n\"quoted key\": \"two\\nlines\"\n'010': \"null\"\nnotes: |\n  first\n"
    "  # no comment\n\n  last\nmore: >-\n  fol\n  ded\n",
    "empty": "name:\ntasks: {}\nrisks:\nmilestones: {a: {}, b: }\n",
    "anchors": "base: &base {duration: 3, after: [x]}\ntasks:\n  a: *base\n  b: {after: &list [p, q]}\n"
    "  c:\n    after: *list\n",
    "crlf": "name: A\r\n# why\r\ntasks:\r\n  a: {duration: 3}\r\n  b:\r\n    duration: 4\r\n",
    "no end": "name: A\ntasks:\n  a: {duration: 3}\n  b: {duration: 4}",
    "mark": "\ufeffname: A\ntasks: {a: {duration: 3}}\n",
    "signs": "name: Straße 東京 # ü\ntasks:\n  a: {name: 'Größe, {x}: y'}\n  b: {name: Ω}\n",
}


def data_of(text: str) -> Any:
    """Return what a text says as plain data."""
    return Source(Path("plan"), text.removeprefix("\ufeff")).data


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_what_is_not_changed_stays_byte_for_byte(text: str) -> None:
    assert rewritten(text, data_of(text)) == text


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_after_any_edit_a_text_says_the_data_and_goes_back_to_itself(text: str) -> None:
    """Sixty random edits of each; what would be refused is counted, and is nothing."""
    draw = random.Random(7)
    for _ in range(60):
        data = edited(data_of(text), draw)
        made = rewritten(text, data)
        assert data_of(made) == data
        assert text.startswith("\ufeff") == made.startswith("\ufeff")
        assert ("\r\n" in text) or ("\r" not in made)
        assert rewritten(text, data_of(text)) == text


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda path: path.stem)
def test_our_own_scenarios_are_changed_where_they_are_edited_and_nowhere_else(file: Path) -> None:
    """Of eight edits of one value: one place differs, and every other line stands as it did."""
    text, draw = file.read_text(encoding="utf-8"), random.Random(3)
    whole = data_of(text)
    for _ in range(8):
        data = deepcopy(whole)
        part, key = draw.choice(scalars(data))
        part[key] = said(f"other {draw.random():.4f}")
        made = rewritten(text, data)
        assert data_of(made) == data
        before, after = text.splitlines(), made.splitlines()
        shared = sum(1 for line in before if line in set(after))
        assert shared >= len(before) - 12  # a text over several lines may go


def test_comments_stay_with_an_entry_that_is_renamed_and_with_those_that_are_moved() -> None:
    text = NASTY["comments"]
    data = data_of(text)
    moved = {**data, "tasks": {"b": data["tasks"]["b"], "a": data["tasks"]["a"]}}
    made = rewritten(text, moved)
    assert made.index("# the second\n  b:") < made.index("# the first\n  a:")
    renamed = {**data, "tasks": {"dig": data["tasks"]["a"], "b": {**data["tasks"]["b"], "after": [Plain("dig")]}}}
    made = rewritten(text, renamed, {("tasks", "a"): "dig"})
    assert "# the first\n  dig: {duration: 3} # three\n" in made


@pytest.mark.parametrize("name", ["no", "010", "null", "a: b", "# c", "", "two\nlines", "[x", "{y}", "'q'", " blank "])
def test_text_that_is_typed_is_text_when_it_is_read(name: str) -> None:
    text = "name: A\ntasks:\n  a: {name: B}\n"
    made = rewritten(text, {"name": said(name), "tasks": {"a": {"name": said(name)}}})
    read = data_of(made)
    assert (read["name"], read["tasks"]["a"]["name"]) == (name, name)


def test_a_number_is_no_text() -> None:
    with pytest.raises(RewriteError, match="is not text"):
        rewritten("name: A\n", {"name": 3})


def scalars(data: Any) -> Sequence[tuple[Any, Any]]:
    """Return the places of all texts: what holds each, and its key there."""
    keys = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for key, value in keys for found in ([(data, key)] if isinstance(value, str) else scalars(value))]


def edited(data: Any, draw: random.Random) -> Any:
    """Return data with one to three changes: other values, entries taken out, put in, moved."""
    made = deepcopy(data)
    for _ in range(draw.randint(1, 3)):
        holders = [made, *(one for one in made.values() if isinstance(one, dict))]
        holders += [one for holder in holders[1:] for one in holder.values() if isinstance(one, dict)]
        holder = draw.choice(holders)
        keys = [*holder]
        match draw.randrange(4):
            case 0 if keys:
                del holder[draw.choice(keys)]
            case 1:
                holder[said(f"new {draw.randrange(99)}")] = draw.choice(
                    [said("x: y"), [said("1"), said("b")], {"k": said("v")}]
                )
            case 2 if keys:
                draw.shuffle(keys)
                items = {key: holder[key] for key in keys}
                holder.clear()
                holder.update(items)
            case _ if keys:
                holder[draw.choice(keys)] = draw.choice([said("7"), [said("1"), said("2")], {"a": said("b")}, None])
    return made
