import re

from milepost.models.file.schema import json_schema
from milepost.simulate.batch.report.unit import unit_of


def test_what_a_scenario_counts_in_a_unit_has_that_in_tables_and_pictures() -> None:
    parts = json_schema()["$defs"]
    stated = {
        (part, key): unit[1]
        for part, shape in parts.items()
        for form in shape.get("anyOf", [shape])
        for key, field in form.get("properties", {}).items()
        if (unit := re.search(r"\[(currency.*|working days|calendar days)\]", field.get("description", "")))
    }
    assert {key: unit_of(key[1], "EUR") for key in stated} == {
        key: unit.replace("currency", "EUR") for key, unit in stated.items()
    }
    assert len(stated) >= 11
