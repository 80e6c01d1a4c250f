"""Print the page of the scenario file, docs/scenario-file.md: its own words, and the tables of keys from the code."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from milepost.models.file.schema import plan_schema

_PAGE: Final = Path(__file__).parent / "scenario-file.md"
_TOP: Final = "The plan"
_HEAD: Final = "| key | what it is | unless given |\n|---|---|---|\n"
_TABLE: Final = re.compile(re.escape(_HEAD) + r"(?:\|.*\n)*")


def page() -> str:
    """Return the page: its own words, and in the section of each part the keys that the part has."""
    before, *sections = re.split(r"^(?=## )", _PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pages = {section.partition("\n")[0].removeprefix("## "): section for section in sections}
    schema = plan_schema()
    parts: dict[str, Mapping[str, Any]] = {_TOP: schema}
    for heading, part in _parts(schema, schema["$defs"]):
        if part not in parts.values():  # of calendars the table is that of the calendar
            parts[heading] = part
    for heading, part in parts.items():
        assert len(_TABLE.findall(pages.get(heading, ""))) == 1, f"## {heading} has no table of keys, or several"
        rows = (_row(key, field, key in part.get("required", []), pages) for key, field in part["properties"].items())
        table = _HEAD + "".join(rows)
        pages[heading] = _TABLE.sub(lambda _, table=table: table, pages[heading])
    return before + "".join(pages.values())


def _parts(part: Mapping[str, Any], shapes: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the parts below a part, each with the key that leads to it."""
    for key, field in part["properties"].items():
        for name in re.findall(r"'#/\$defs/(\w+Part)'", str(field)):
            below = next(form for form in shapes[name].get("anyOf", [shapes[name]]) if "properties" in form)
            yield key, below
            yield from _parts(below, shapes)


def _row(key: str, field: Mapping[str, Any], needed: bool, headings: Mapping[str, str]) -> str:
    """Return what a table says of a key, with the way to the section of its own that it may have."""
    what, given, default = field["description"].removesuffix(".").partition(". Unless given: ")
    assert bool(given) != needed, f"{key}: say what holds unless it is given, and of what must be given say nothing"
    what = what[0].lower() + what[1:].removesuffix(" [-]")
    name = f"[`{key}`](#{key})" if key in headings else f"`{key}`"
    return f"| {name} | {what} | {default or 'must be given'} |\n"


if __name__ == "__main__":
    print(page(), end="")
