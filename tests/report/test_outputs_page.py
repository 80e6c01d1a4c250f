import json
import math
import re
from pathlib import Path

import pytest

from milepost.models.money import Value
from milepost.simulate.report.record import summary_document
from tests.results import milestone, result_of, risk, task

PAGE = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")
RESULT = result_of({milestone(value=Value(amount=1.0)): [1.0]}, [(task(), [0.0], [1.0])])
DOCUMENT = json.loads(
    summary_document(
        result_of({milestone(value=Value(amount=1.0)): [1.0]}, risks=[(risk(stop=True), [math.inf], [1.0])]), files=[]
    )
)


def keys_under(heading: str) -> list[str]:
    """Give what the tables of a section explain: the names in their first column."""
    section = PAGE.split(f"\n{heading}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return sorted(name for cell in cells for name in re.findall(r"`(\w+)`", cell))


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("milestones.csv", list(RESULT.milestones.columns)),
        ("tasks.csv", list(RESULT.tasks.columns)),
        ("risks.csv", list(RESULT.risks.columns)),
        ("summary.json", [*DOCUMENT, *DOCUMENT["stopping"], *DOCUMENT["cost"], *DOCUMENT["record"]]),
    ],
)
def test_the_page_of_outputs_explains_every_column_and_no_other(heading: str, columns: list[str]) -> None:
    assert keys_under(f"## {heading}") == sorted(columns)


def test_net_is_described_as_cost_is() -> None:
    assert set(DOCUMENT["net"]) < set(DOCUMENT["cost"])
