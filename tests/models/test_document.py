from collections.abc import Iterator

import pytest

from milepost.models.document import CalendarPart, Document, MilestonePart, Part, TaskPart, json_schema
from milepost.models.quantity import SHAPES
from milepost.models.source import Plain

PARTS: tuple[type[Part], ...] = (Document, CalendarPart, MilestonePart, TaskPart)
FIELDS = [pytest.param(part, name, id=f"{part.__name__}.{name}") for part in PARTS for name in part.model_fields]


@pytest.mark.parametrize(("part", "name"), FIELDS)
def test_every_field_says_what_it_is_and_shows_examples_that_are_valid(part: type[Part], name: str) -> None:
    field = part.model_fields[name]
    assert field.title
    assert field.description
    assert field.description.endswith(".")
    assert field.examples
    for example in field.examples:
        data = {"start": Plain("2026-01-05")} if part is Document else {}
        if part is TaskPart:
            data["duration"] = Plain("1")
        if name == "region":
            data["country"] = Plain("DE")
        part.model_validate({**data, name: _as_written(example)})


def test_the_schema_holds_the_whole_shape() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["required"] == ["start"]
    assert list(schema["properties"]) == list(Document.model_fields)
    assert schema["$defs"]["TaskPart"]["required"] == ["duration"]
    shapes = [form["title"] for form in schema["$defs"]["Quantity"]["anyOf"]]
    assert shapes == ["number", "three points", *SHAPES]


def test_the_schema_refuses_unknown_keys_and_refers_to_what_is_there() -> None:
    schema = json_schema()
    for part in (schema, *(schema["$defs"][name] for name in ("CalendarPart", "MilestonePart", "TaskPart"))):
        assert part["additionalProperties"] is False
        assert part["description"]
        for field in part["properties"].values():
            assert field.get("title") or schema["$defs"][field["$ref"].removeprefix("#/$defs/")]["title"]
            assert field["description"]
    for kind in ("ranges", "milestones", "tasks"):
        assert schema["properties"][kind]["additionalProperties"] is False, "what is no id"
    for reference in _references(schema):
        assert reference.removeprefix("#/$defs/") in schema["$defs"]


def _as_written(value: object) -> object:
    """Give an example as the file's reader would: texts and numbers without quotes."""
    if isinstance(value, dict):
        return {key: _as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_written(item) for item in value]
    return Plain(value)


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
