"""An overlay takes the ids of the plan below it for known, wherever they stand in it."""

from pathlib import Path

import pytest

from milepost.models.file.plan_ids import unpacked
from milepost.models.file.refreshed import refreshed


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("plan: below.yaml\n", "plan: below.yaml\nplan_ids: IDS\n"),  # not there yet
        ('plan_ids: "old"  # packed\nplan: below.yaml\n', "plan_ids: IDS  # packed\nplan: below.yaml\n"),
        ("{plan: below.yaml}\n", "{plan: below.yaml, plan_ids: IDS}\n"),  # between brackets
        ("---\nplan: below.yaml\n...\n", "---\nplan: below.yaml\nplan_ids: IDS\n...\n"),  # a document with its end
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_ids_are_those_of_the_plan_below_and_the_rest_stays(text: str, made: str, end: str, tmp_path: Path) -> None:
    ids = {f"t{number * number}" for number in range(200)}
    (tmp_path / "below.yaml").write_text("tasks:\n" + "".join(f"  {id}: {{duration: 2}}\n" for id in ids))
    found = refreshed(tmp_path / "mine.yaml", text.replace("\n", end).encode())[0].decode()
    written = found[found.index('"') : found.rindex('"') + 1]
    assert {*unpacked(written.strip('"'))} == ids
    assert max(map(len, written.splitlines())) <= 103
    assert found == made.replace("\n", end).replace("IDS", written)
