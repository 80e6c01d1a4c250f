"""What an editor is told by the schema: a plan has to be whole, what lies over one need not."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from milepost.models import ScenarioError, read_scenario
from milepost.models.file.schema import json_schema
from tests.json_schema import fits

ROOT = Path(__file__).parents[3]
PLAN = """\
start: 2026-01-05
calendar: {holidays: [2026-12-24]}
budget: {total: 900}
ranges: {rough: [0.8, 1, 2]}
tasks:
  dig: {duration: 5, range: rough, after: [survey SS+2], retires: {rain: 0.5}, exposed_to: [rain]}
  survey: {duration: [2, 3, 8], owner: Ann}
milestones:
  open: {after: [dig], invoice: {amount: 60}}
risks:
  rain: {probability: 0.4, exposes: [survey], delay: 3}
correlations:
  - {tasks: [dig, survey], rho: 0.3}
orderings: {among: [dig, survey], compare: {late: {order: [survey], without: [dig]}}}
"""
OVER = "plan: plan.yaml\n"


class Editor(yaml.SafeLoader):
    """Reads YAML as editors do: a date is a text."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def is_fine(text: str) -> bool:
    """Return whether an editor finds nothing wrong."""
    data: Any = yaml.load(text, Editor)
    return fits(data, json_schema())


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_scenario_fits(path: Path) -> None:
    assert is_fine(path.read_text(encoding="utf-8"))


def test_every_overlay_of_the_docs_fits() -> None:
    pages = [page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md")]
    examples = [one for page in pages for one in re.findall(r"^```yaml overlay\n(.*?)^```$", page, re.S | re.M)]
    assert examples
    assert all(map(is_fine, examples))


@pytest.mark.parametrize(
    "over",
    [
        "",
        "as_of: 2026-03-09\nbudget: {spent: 5}\ntasks: {survey: {actual: {start: 2026-01-05}, remaining: 2}}\n",
        "tasks: {dig: {after: {drop: [survey], add: []}, cost: 5}, survey: {owner: null}}\n",
        "tasks: {dig: {exposed_to: {drop: [rain]}, retires: {rain: null}}}\n",
        "calendar: {holidays: {add: [2026-12-25]}}\n",
        "milestones: {open: {invoice: {terms: 30}, due: 2026-06-30}}\nranges: {rough: [0.9, 1, 2]}\n",
        "risks: {rain: {exposes: {add: [dig]}}}\ncorrelations: null\nbudget: {total: null}\n",
        "correlations: {add: [{tasks: [dig, test], rho: 0.1}]}\ntasks: {test: {duration: 1}}\n",
        "orderings: {compare: {late: {order: {add: [dig]}, without: null, hold: {open: [survey]}}}}\n",
        "orderings: {compare: {late: null, again: [survey, dig]}}\napply: [{where: all, owner: Bob}]\n",
        "apply: [{where: {critical: true, name: [d*, s*]}, owner: Bob}]\n",
        "decisions: [{date: 2026-03-02, what: Wait}]\n",
    ],
)
def test_what_may_lie_over_a_plan_fits_there_and_nowhere_else(over: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    above = tmp_path / "above.yaml"
    above.write_text(OVER + over, encoding="utf-8")
    read_scenario(above)
    assert is_fine(OVER + over)
    assert not is_fine(over or "name: x\n"), "without a plan below the start is missing"


@pytest.mark.parametrize(
    "over",
    [
        "taks: {}\n",
        "tasks: {dig: {duratoin: 5}}\n",
        "tasks: {dig: {duration: [1, 2]}}\n",
        "tasks: {dig: {after: {add: [survey], remove: [dig]}}}\n",
        "tasks: {dig: {after: survey}}\n",
        "tasks: {dig: {cost: {add: [5]}}}\n",
        "risks: {rain: {probability: 5}}\n",
        "risks: {rain: {delay: {pert: null}}}\n",  # a quantity is one whole
        "correlations: [{tasks: [dig, survey]}]\n",  # so is what stands in a list
        "decisions: [{what: Wait}]\n",
        "apply: [{where: {critical: 1}, owner: Bob}]\n",
        "start: soon\ntasks: {' a': {duration: 1}}\n",
    ],
)
def test_what_is_wrong_over_a_plan_is_refused_by_schema_and_reader(over: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    above = tmp_path / "above.yaml"
    above.write_text(OVER + over, encoding="utf-8")
    assert not is_fine(OVER + over)
    with pytest.raises(ScenarioError):
        read_scenario(above)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("start: 2026-01-05\n", ""),
        ("duration: [2, 3, 8], ", ""),
        ("owner: Ann", "owner: null"),
        ("[survey SS+2]", "{add: [survey]}"),
        ("probability: 0.4, ", ""),
        ("start:", "plan: null\nstart:"),
        ("{amount: 60}", "{terms: 60}"),
    ],
)
def test_a_plan_that_lies_over_nothing_has_to_be_whole(old: str, new: str) -> None:
    assert is_fine(PLAN)
    assert not is_fine(PLAN.replace(old, new))


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("plan: site.xer\ntasks: {CIV 100: {duration: 3, after: [A.1 SS+5]}}\n", True),
        ("plan: site.xer\ncorrelations: [{tasks: [CIV 100, A.1], rho: 0.3}]\n", True),  # in a list, which is replaced
        (
            "ids: printable\nstart: 2026-01-05\ntasks: {CIV 100: {duration: 3, after: [A.1]}, A.1: {duration: 1}}\n",
            True,
        ),
        ("start: 2026-01-05\ntasks: {CIV 100: {duration: 3}}\n", False),
        ("ids: plain\nstart: 2026-01-05\ntasks: {a: {duration: 3, after: [CIV 100]}}\n", False),
    ],
)
def test_ids_may_be_any_text_where_a_plan_says_so_or_lies_over_one_that_may(text: str, *, fine: bool) -> None:
    assert is_fine(text) == fine
