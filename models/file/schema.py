"""Schema: the shape of a scenario file as JSON Schema, for editors: that of a plan, or of what lies over one."""

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import WithDefaultSchema

from milepost.models.distributions import Constant
from milepost.models.file.document import PLAN, Document
from milepost.models.file.fields import ID_PATTERN, LINK_PATTERN
from milepost.models.file.merge import ADD, DROP
from milepost.models.file.reading import IDS, IdRule

_DEFS: Final = "#/$defs/"
_WORDS: Final[tuple[str, ...]] = ("title", "description", "examples")
_ANY_IDS: Final = {ID_PATTERN: r"^\S(.{0,98}\S)?$", LINK_PATTERN: r"^\s*\S.*$"}
"""What ids and links are where they may be any text on a line, by what they are elsewhere."""
_NOTHING: Final[dict[str, Any]] = {"type": "null"}


def json_schema() -> dict[str, Any]:
    """
    Return the JSON Schema of a scenario file.

    A file that names a plan below needs no key, may take out by null what stands below, and may change lists in place.
    Its ids may be any text on a line, since they may be those of another program, and so may those of a plan that says
    so.
    """
    plan = plan_schema()
    parts = plan.pop("$defs")
    overlay = _Overlay(parts)
    over = overlay.form(plan)
    any_ids = _AnyIds(parts | overlay.parts)
    over, printable = any_ids.form(over), any_ids.form(plan)
    over |= {"title": "Milepost overlay", "description": "What is other than in the plan that the file lies over."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **{key: plan[key] for key in ("title", "description", "type")},
        "if": {"properties": {PLAN: {"type": "string"}}, "required": [PLAN]},
        "then": {"$ref": f"{_DEFS}Overlay"},
        "else": {
            "if": {"properties": {IDS: {"const": IdRule.PRINTABLE.value}}, "required": [IDS]},
            "then": {"$ref": f"{_DEFS}PlanOfAnyIds"},
            "else": {"$ref": f"{_DEFS}Plan"},
        },
        "$defs": {"Plan": plan, "PlanOfAnyIds": printable, "Overlay": over, **parts, **overlay.parts, **any_ids.parts},
    }


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file that lies over nothing."""
    return Document.model_json_schema(schema_generator=_Generator)


class _Generator(GenerateJsonSchema):
    """Keeps quiet about what stands in for a key that is left out, where that is nothing."""

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        shape = super().default_schema(schema)
        if isinstance(schema.get("default"), Constant):
            shape["default"] = schema["default"].value
        return shape if shape.get("default") else {key: value for key, value in shape.items() if key != "default"}


class _AnyIds:
    """
    Makes the shape of a part whose ids may be any text on a line from that of the part.

    Parameters
    ----------
    below
        The parts of plans and overlays, by name.

    Attributes
    ----------
    parts
        Those that keys lead to, by name; an overlay keeps its own.
    """

    def __init__(self, below: dict[str, Any]) -> None:
        self._below = below
        self.parts: dict[str, Any] = {}

    def form(self, shape: Any) -> Any:
        """Return a form with other patterns of ids and links, at all depths."""
        if isinstance(shape, list):
            return [self.form(one) for one in shape]
        if isinstance(shape, str):
            return _ANY_IDS.get(shape, shape)
        if not isinstance(shape, dict):
            return shape
        if "$ref" in shape:
            return {**shape, "$ref": f"{_DEFS}{self._of(shape['$ref'].removeprefix(_DEFS))}"}
        return {self.form(key): self.form(one) for key, one in shape.items()}

    def _of(self, name: str) -> str:
        """Return what a part is called whose ids may be any text; a quantity has none."""
        if not name.endswith(("Part", "Overlay")):
            return name
        called = name if name.endswith("Overlay") else f"{name.removesuffix('Part')}OfAnyIds"
        if called not in self.parts:
            self.parts[called] = {}  # or a part that leads to itself would be made without end
            self.parts[called] = self.form(self._below[name])
        return called


class _Overlay:
    """
    Makes the shape of what lies over a part from that of the part.

    Parameters
    ----------
    below
        The parts of a plan, by name.

    Attributes
    ----------
    parts
        What lies over those that keys lead to, by name; of those in lists there is none, for a list is replaced.
    """

    def __init__(self, below: dict[str, Any]) -> None:
        self._below = below
        self.parts: dict[str, Any] = {}

    def form(self, shape: dict[str, Any]) -> dict[str, Any]:
        """Return what may lie over a form: of what has keys any of them, and else the form itself."""
        if "$ref" in shape:
            return {**shape, "$ref": f"{_DEFS}{self._over(shape['$ref'].removeprefix(_DEFS))}"}
        over = {key: value for key, value in shape.items() if key != "required"}
        for keys in ("properties", "patternProperties"):
            if keys in shape:
                over[keys] = {key: self._behind_key(one) for key, one in shape[keys].items()}
        if isinstance(shape.get("additionalProperties"), dict):
            over["additionalProperties"] = self._behind_key(shape["additionalProperties"])
        if "anyOf" in shape:
            over["anyOf"] = [self.form(one) for one in shape["anyOf"]]
        return over

    def _behind_key(self, shape: dict[str, Any]) -> dict[str, Any]:
        """Return what may stand behind a key: also null, and in the place of a list what changes the one below."""
        words = {key: shape[key] for key in _WORDS if key in shape}
        bare = {key: value for key, value in shape.items() if key not in (*words, "default")}
        forms = [self.form(one) for one in bare.get("anyOf", [bare])]
        if bare.get("type") == "array":
            lists = {"properties": dict.fromkeys((ADD, DROP), bare), "additionalProperties": False, "minProperties": 1}
            forms.append({"type": "object", **lists})
        return {**words, "anyOf": [*(one for one in forms if one != _NOTHING), _NOTHING]}

    def _over(self, name: str) -> str:
        """Return what the shape is called that lies over a part; a quantity is one whole, which is replaced."""
        if not name.endswith("Part"):
            return name
        over = f"{name.removesuffix('Part')}Overlay"
        if over not in self.parts:
            self.parts[over] = self.form(self._below[name])
        return over
