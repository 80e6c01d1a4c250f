from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest

from milepost.models.file.document import Document
from milepost.models.file.fields import Id, IdItem, IdOrNone, LinkText
from milepost.models.file.open_file import OpenFile
from milepost.models.file.parts.part import Part
from milepost.models.file.renaming import WAYS, RenameError, Step, renamed
from milepost.models.file.source import Source

SCENARIOS = Path(__file__).parents[3] / "scenarios"

ELSEWHERE = {
    ("ranges", "keys"),  # of estimates, which nothing here renames
}
"""Ids of what cannot be renamed."""


def said_by(text: str) -> Any:
    """Return what a text says as plain data."""
    return Source(Path("plan"), text).data


def places(hint: Any, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the ways to what the document's types call an id or a link."""
    if hint in (IdItem, IdOrNone):
        yield (*way, Step.IDS)
    elif hint is LinkText:
        yield (*way, Step.LINKS)
    elif get_origin(hint) is Annotated:
        yield from places(get_args(hint)[0], way)
    elif get_origin(hint) is list:
        item = get_args(hint)[0]
        yield from places(item, way if item in (IdItem, LinkText) else (*way, Step.EACH))
    elif get_origin(hint) is dict:
        key, value = get_args(hint)
        if key == Id:
            yield (*way, Step.KEYS)
        yield from places(value, (*way, Step.EACH))
    elif isinstance(hint, type) and issubclass(hint, Part):
        for name, field in get_type_hints(hint, include_extras=True).items():
            if name in hint.model_fields:
                yield from places(field, (*way, name))
    else:
        for one in get_args(hint):
            yield from places(one, way)


def test_every_place_that_the_document_has_for_an_id_is_known_to_renaming() -> None:
    told = {way for ways in WAYS.values() for way in ways}
    asked = {tuple(map(str, way)) for way in places(Document, ())} - ELSEWHERE
    assert asked, "the document has no ids"
    assert asked <= {tuple(map(str, way)) for way in told}


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_plan_with_other_ids_is_the_same_plan(file: Path) -> None:
    """Each id gets another, and then its own again: the text is what it was."""
    opened = OpenFile.of(file)
    data = dict(opened.data)
    for kind in WAYS:
        below = (opened.below or {}).get(kind) or {}
        for id in [*(data.get(kind) or {})]:
            if id not in below:
                data = renamed(data, kind, id, f"{id}_2")
    opened.read(data)
    for kind in WAYS:
        for id in [one for one in data.get(kind) or {} if one.endswith("_2")]:
            data = renamed(data, kind, id, id.removesuffix("_2"))
    assert data == opened.data
    assert opened.written(data) == opened.text


def test_a_link_keeps_its_kind_and_its_lag() -> None:
    data = said_by("tasks: {a: {}, b: {after: [a SS+5, 'a FF-2', c]}, c: {}}")
    assert renamed(data, "tasks", "a", "dig")["tasks"]["b"]["after"] == ["dig SS+5", "dig FF-2", "c"]


def test_lists_that_are_changed_in_place_are_followed() -> None:
    data = said_by("tasks: {a: {}, b: {after: {add: [a], drop: [x]}}}")
    assert renamed(data, "tasks", "a", "dig")["tasks"]["b"]["after"] == {"add": ["dig"], "drop": ["x"]}


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("b", "another of the tasks"),
        ("end", "another of the milestones"),
        ("two words", "not an id"),
        ("", "not an id"),
    ],
)
def test_an_id_that_is_taken_or_is_none_is_refused(to: str, why: str) -> None:
    data = said_by("tasks: {a: {}, b: {}}\nmilestones: {end: {}}")
    with pytest.raises(RenameError, match=why):
        renamed(data, "tasks", "a", to)


def test_what_is_below_is_renamed_there() -> None:
    with pytest.raises(RenameError, match="in the plan below"):
        renamed({"tasks": {"a": {}}}, "tasks", "a", "b", below={"tasks": {"a": {}}})


def test_a_word_for_how_a_list_is_made_is_no_id() -> None:
    data = said_by("tasks: {auto: {}, b: {after: [auto]}}\nlevelling: {order: auto}")
    made = renamed(data, "tasks", "auto", "dig")
    assert made["levelling"] == {"order": "auto"}
    assert made["tasks"]["b"]["after"] == ["dig"]
