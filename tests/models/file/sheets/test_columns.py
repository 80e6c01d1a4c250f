from typing import Any, get_args

import pytest

from milepost.models.file.shape import fields_at, is_part, keys_of, shape_at
from milepost.models.file.sheets.columns import ID, RETIREMENTS, SHEETS, TASKS, Sheet


@pytest.mark.parametrize("name", ["tasks", "milestones", "risks", "resources", "decisions", "correlations"])
def test_all_that_a_part_can_say_has_a_column(name: str) -> None:
    """Each key of the document, down to the last level, stands in some column of the sheet or below one."""
    columns = [column.path for column in SHEETS[name].columns]
    for path in _leaves(_part(SHEETS[name])):
        assert any(path[: len(column)] == column for column in columns), path


@pytest.mark.parametrize("name", ["tasks", "milestones", "risks", "resources", "calendars", "decisions"])
def test_what_stands_in_a_column_has_a_place_in_the_document(name: str) -> None:
    for column in SHEETS[name].columns:
        keys = [part for part in column.path if isinstance(part, str) and part != ID]
        shape = _part(SHEETS[name])
        for key in keys:
            assert key in keys_of(shape), column
            shape = _below(shape, key)


def test_headings_of_a_sheet_are_told_apart() -> None:
    for sheet in SHEETS.values():
        headings = [column.heading for column in sheet.columns]
        assert len(headings) == len({heading.replace(" ", "") for heading in headings}), sheet.name


def test_what_retirements_add_to_is_what_tasks_retire() -> None:
    assert {column.path[0] for column in RETIREMENTS.columns} == {ID, "retires"}
    assert "retires" in fields_at((TASKS.key, "any"))


def _part(sheet: Sheet) -> Any:
    return shape_at((sheet.key, "any" if sheet.by_id else 0))


def _below(shape: Any, key: str) -> Any:
    found = keys_of(shape)[key].annotation
    return next((one for one in get_args(found) if is_part(one)), found)


def _leaves(shape: Any) -> list[tuple[str, ...]]:
    """Return the paths to all that a part can say and that is not a part itself."""
    found: list[tuple[str, ...]] = []
    for key in keys_of(shape):
        below = _below(shape, key)
        found += [(key, *path) for path in _leaves(below)] if is_part(below) else [(key,)]
    return found
