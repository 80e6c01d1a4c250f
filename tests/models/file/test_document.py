from collections.abc import Callable, Iterator
from typing import Any

import pytest

from milepost.models.file.document import Document
from milepost.models.file.parts.advice import AdvicePart
from milepost.models.file.parts.decision import DecisionPart
from milepost.models.file.parts.milestone import InvoicePart, MilestonePart, ValuePart
from milepost.models.file.parts.orderings import AlternativePart, OrderingsPart
from milepost.models.file.parts.part import Part
from milepost.models.file.parts.plan import BudgetPart, CalendarPart, CorrelationPart
from milepost.models.file.parts.progress import ProgressPart
from milepost.models.file.parts.resource import LevellingPart, ResourcePart
from milepost.models.file.parts.risk import RiskPart
from milepost.models.file.parts.rule import CorrelatedPart, PointsPart, RulePart
from milepost.models.file.parts.task import ActualPart, RetirementPart, RoundsPart, TaskPart
from milepost.models.file.parts.tolerance import TolerancePart
from milepost.models.file.quantity import SHAPES
from milepost.models.file.schema import json_schema, plan_schema
from milepost.models.file.setting import BY_ID
from milepost.models.file.shared import Shared
from milepost.models.file.source import Plain
from milepost.models.file.thousands import MONEY, advise_on_thousands

REQUIRED: dict[type[Part], dict[str, object]] = {
    Document: {"start": "2026-01-05"},
    CalendarPart: {},
    BudgetPart: {},
    TolerancePart: {},
    AdvicePart: {},
    MilestonePart: {},
    ValuePart: {"amount": 1},
    InvoicePart: {"amount": 1},
    TaskPart: {"duration": 1},
    RetirementPart: {},
    RoundsPart: {"pass": 0.5, "at_most": 2},
    ActualPart: {"start": "2026-01-05"},
    RiskPart: {"probability": 0.5},
    CorrelationPart: {"rho": 0.5},
    AlternativePart: {},
    OrderingsPart: {"among": ["a"]},
    ResourcePart: {"capacity": 1},
    LevellingPart: {},
    RulePart: {},
    CorrelatedPart: {"rho": 0.5},
    ProgressPart: {},
    PointsPart: {"low": "few", "high": "many"},
    DecisionPart: {"date": "2026-01-05", "what": "Wait"},
}
"""By part, the keys that it cannot do without."""
SITE: dict[str, object] = {"site": {"workdays": "Mon-Sat"}}
"""What else is worked by."""
RULED: dict[str, object] = {
    "calendars": SITE,
    "ranges": {"rough": [0.8, 1, 2]},
    "risks": {"weather": {"probability": 0.5}},
    "tasks": {id: {"duration": 1} for id in ("pour", "build_mvp", "build_reports")},
}
"""What rules find."""
BESIDE: dict[tuple[type[Part], str], dict[str, object]] = {
    (Document, "start"): {"start": "2026-02-02"},
    (Document, "apply"): RULED,
    (TaskPart, "exposed_to"): {"exposed_to": []},
    (Document, "ranges"): {"tasks": {"a": {"duration": 1, "range": "rough"}}},
    (ActualPart, "start"): {"start": "2026-02-03"},
    (CalendarPart, "region"): {"country": "DE"},
    (CalendarPart, "day"): {"hours": "07:00-17:00"},
    (CalendarPart, "days"): {"hours": "07:00-15:00"},
    (CorrelationPart, "tasks"): {"tasks": ["a", "b"]},
    (CorrelationPart, "risks"): {"risks": ["a", "b"]},
    (CorrelationPart, "rho"): {"tasks": ["a", "b"], "rho": 0.1},
    (CorrelationPart, "name"): {"tasks": ["a", "b"]},
    **{(RulePart, name): {"where": "all", "owner": "Ann"} for name in RulePart.model_fields},
    (RulePart, "name"): {"where": "all", "correlated": {"rho": 0.1}},
    (RulePart, "ids"): {"ids": ["pour"], "owner": "Ann"},
    (RulePart, "calendar"): {"ids": ["pour"], "owner": "Ann"},
    (RulePart, "duration"): {"where": "all", "duration": 1},
    (RulePart, "fields"): {"where": {"name": "pour"}, "range": "rough"},
    **{(AlternativePart, name): {"order": ["a"]} for name in AlternativePart.model_fields},
}
"""By field, what stands beside an example of it, or in its place, where there must be something."""
AROUND: dict[type[Part], Callable[[dict[str, object]], dict[str, object]]] = {
    Document: lambda part: part,
    CalendarPart: lambda part: {"calendar": part},
    BudgetPart: lambda part: {"budget": part},
    TolerancePart: lambda part: {"tolerance": part},
    AdvicePart: lambda part: {"advice": part},
    MilestonePart: lambda part: {"calendars": SITE, "milestones": {"m": part}},
    ValuePart: lambda part: {"milestones": {"m": {"value": part}}},
    InvoicePart: lambda part: {"milestones": {"m": {"invoice": part}}},
    TaskPart: lambda part: {"calendars": SITE, "tasks": {"a": part}, "risks": {"weather": {"probability": 0.5}}},
    RetirementPart: lambda part: {"tasks": {"a": {"duration": 1, "retires": {"r": part}}}},
    RoundsPart: lambda part: {"tasks": {"a": {"duration": 1, "rounds": part}}},
    ActualPart: lambda part: {"tasks": {"a": {"duration": 1, "actual": part}}},
    RiskPart: lambda part: {"risks": {"r": part}},
    CorrelationPart: lambda part: {"correlations": [part]},
    AlternativePart: lambda part: {"orderings": {"among": ["a"], "compare": {"other": part}}},
    OrderingsPart: lambda part: {"orderings": part},
    ResourcePart: lambda part: {"resources": {"crane": part}},
    LevellingPart: lambda part: {"levelling": part},
    RulePart: lambda part: {**RULED, **({"tasks": {"pour": {}}} if "duration" in part else {}), "apply": [part]},
    ProgressPart: lambda part: {"progress": part},
    PointsPart: lambda part: {
        **RULED,
        "tasks": {"pour": {"fields": {"few": 1, "Duration1": 2, "mid": 3, "Duration2": 4, "many": 5, "Duration3": 6}}},
        "apply": [{"fields": {"likely": "mid", **part}}],
    },
    CorrelatedPart: lambda part: {**RULED, "apply": [{"where": "all", "correlated": part}]},
    DecisionPart: lambda part: {"decisions": [part]},
}
"""By part, where it stands in a file."""
FIELDS = [pytest.param(part, name, id=f"{part.__name__}.{name}") for part in REQUIRED for name in part.model_fields]
UNTOLD = [(Document, "plan"), (Document, "project"), (Document, "columns"), (Document, "ids"), (Document, "plan_ids")]
"""Fields that say how the file is read."""
TELLING = [field for field in FIELDS if field.values not in UNTOLD]
"""Those of which the document makes something; what a plan lies over has been read when it comes to that."""


@pytest.mark.parametrize(("part", "name"), FIELDS)
def test_every_field_says_what_it_is_and_shows_examples_that_are_valid(part: type[Part], name: str) -> None:
    field = part.model_fields[name]
    assert field.title
    assert field.description
    assert field.description.endswith(".")
    assert field.examples
    for example in field.examples:
        data = {**REQUIRED[part], **BESIDE.get((part, name), {}), field.alias or name: example}
        part.model_validate(_as_written(data))


@pytest.mark.parametrize(("part", "name"), TELLING)
def test_every_field_makes_a_difference_to_what_is_read(part: type[Part], name: str) -> None:
    field = part.model_fields[name]
    without = {**REQUIRED[part], **BESIDE.get((part, name), {})}
    first, *others = (without, *({**without, field.alias or name: example} for example in field.examples or ()))
    assert any(read(AROUND[part](other)) != read(AROUND[part](first)) for other in others)


def test_the_schema_holds_the_whole_shape() -> None:
    schema = plan_schema()
    assert schema["required"] == ["start"]
    assert list(schema["properties"]) == list(Document.model_fields)
    for part, keys in REQUIRED.items():
        if part is not Document:
            shape = _mapping(schema["$defs"][part.__name__])
            assert shape.get("required", []) == list(keys)
    assert {name for name in schema["$defs"] if name.endswith("Part")} == {part.__name__ for part in REQUIRED} - {
        "Document"
    }
    for kind in ("Quantity", "Factor", "Price"):
        shapes = [form["title"] for form in schema["$defs"][kind]["anyOf"]]
        assert shapes == ["number", "three points", *SHAPES]


def test_the_schema_refuses_unknown_keys_and_refers_to_what_is_there() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    shapes = [shape for name, shape in schema["$defs"].items() if name.endswith(("Plan", "Part", "Overlay"))]
    assert len(shapes) > len(REQUIRED)
    for part in map(_mapping, shapes):
        assert part["additionalProperties"] is False
        assert part["description"]
        for field in part["properties"].values():
            form = field.get("anyOf", [field])[0]
            assert field.get("title") or schema["$defs"][form["$ref"].removeprefix("#/$defs/")]["title"]
            assert field["description"]
    for kind in ("ranges", "milestones", "tasks", "risks"):
        assert schema["$defs"]["Plan"]["properties"][kind]["additionalProperties"] is False, "what is not an id"
    for reference in _references(schema):
        assert reference.removeprefix("#/$defs/") in schema["$defs"]


def test_what_is_listed_by_its_key_is_what_the_document_has() -> None:
    schema = plan_schema()
    assert set(BY_ID) == {key for key, shape in schema["properties"].items() if "patternProperties" in shape}
    money = {
        key
        for part in schema["$defs"].values()
        for key, shape in _mapping(part).get("properties", {}).items()
        if "[currency" in shape.get("description", "")
    }
    assert money == {key for key in money | MONEY if [*advise_on_thousands({key: Plain("20.000")})]} == MONEY


def read(data: dict[str, object]) -> object:
    """Return what a file is read into."""
    written: Any = _as_written({**REQUIRED[Document], "name": "x", **data})
    return Document.model_validate(Shared(written).data).scenario("x")


def _as_written(value: object) -> object:
    """Return an example as the file's reader would: texts and numbers without quotes."""
    if isinstance(value, dict):
        return {key: _as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_written(item) for item in value]
    return Plain(value)


def _mapping(shape: dict[str, Any]) -> dict[str, Any]:
    """Return the form of a part that has keys: a retirement can be a number as well."""
    forms = shape.get("anyOf", [shape])
    return next(form for form in forms if form["type"] == "object")


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
