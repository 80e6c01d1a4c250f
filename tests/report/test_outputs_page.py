import json
import re
from pathlib import Path

import pytest

from milepost.simulate.report.record import summary_document
from tests.results import milestone, result_of, task

PAGE = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")
RESULT = result_of({milestone(): [1.0]}, {task(): ([0.0], [1.0])})
RECORD = json.loads(summary_document(RESULT, files=[]))["record"]


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("milestones.csv", list(RESULT.milestones.columns)),
        ("tasks.csv", list(RESULT.tasks.columns)),
        ("summary.json", list(RECORD)),
    ],
)
def test_the_page_of_outputs_explains_every_column_and_no_other(heading: str, columns: list[str]) -> None:
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    assert sorted(name for cell in cells for name in re.findall(r"`(\w+)`", cell)) == sorted(columns)
