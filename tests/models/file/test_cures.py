"""
A wrong cure is worse than none: whatever a message says to write is written, and the file is valid.

Messages put what can be written in the place that they name between backquotes, or behind *did you mean*.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import milepost.models
from milepost.models import Problem, ScenarioError, read_scenario, review_scenario
from tests.models.file.test_reader import BAD as BAD_FILES
from tests.models.rules.test_scenario import BAD as BAD_RULES

HEAD = "start: 2026-01-05\n"
PLAN = HEAD + "tasks:\n  a: {duration: 1}\n  GLASS: {duration: 2}\n  '3': {duration: 1}\n"


def work(text: str) -> str:
    """Write a plan with something that a task has."""
    return f"{PLAN}  b: {{duration: 1, {text}}}\n"


def risk(text: str) -> str:
    """Write a plan with something that a risk has."""
    return f"{PLAN}risks:\n  r: {{{'' if 'probability' in text else 'probability: 1, '}exposes: [a], {text}}}\n"


def link(text: str) -> str:
    """Write a plan with a link in a list."""
    return work(f'after: ["{text}"]')


def length(text: str) -> str:
    """Write a plan with a duration."""
    return f"{PLAN}  b: {{duration: {text}}}\n"


CURES: list[tuple[str, tuple[str, ...]]] = [
    (f"{PLAN}apply: [{{where: some, owner: Ann}}]\n", ("all",)),
    # Thousands, decimals, and what can be either.
    (work("cost: '20,000'"), ("20000", "20")),
    (work('cost: "20,000.00"'), ("20000",)),
    (work("cost: 20,000"), ("20000", "20")),  # a comma that ends the value, with digits for a key
    (work("cost: 1,000,000.50, daily: 3"), ("1000000.5",)),  # the same key twice, and more behind it
    (work("cost: 2.700.000"), ("2700000",)),
    (work("cost: '1.234,56'"), ("1234.56",)),
    (work("cost: '12,34,567'"), ("1234567",)),
    (work("cost: 20 000"), ("20000",)),
    (work("cost: 20\u00a0000"), ("20000",)),  # a no-break space
    (work("cost: 20\u202f000"), ("20000",)),  # a narrow one
    (work("cost: 20'000"), ("20000",)),
    (work("cost: 20\u2019000"), ("20000",)),
    (work("cost: 20_000"), ("20000",)),
    (work("cost: '3,5'"), ("3.5",)),
    (work("cost: '0,125'"), ("0.125",)),  # nobody writes 0 thousand
    (work("cost: '1234,567'"), ("1234.567",)),
    (work("cost: EUR 20k"), ("20000",)),
    (work("cost: 20.000 EUR"), ("20000", "20")),
    (work("cost: '€1.5M'"), ("1500000",)),
    (work("daily: 5k"), ("5000",)),
    (work("cost: '5'"), ("5",)),
    (work("cost: a lot"), ("1200",)),
    (length("'20,000'"), ("20000", "20")),
    (length("'200,000'"), ("200",)),  # no duration has thousands of thousands
    # Units.
    (length("13w"), ("65",)),
    (length("28ed"), ("20",)),
    (length("3 days"), ("3",)),
    (length("4h"), ("0.5",)),
    (length("2 months"), ("40",)),
    (length("'5d?'"), ("5",)),
    (length("'2,5 weeks'"), ("12.5",)),
    (length("80%"), ("12", "0.5")),
    (length("[1w, 2w, 3w]"), ("[5, 10, 15]",)),
    (length("['5,5', 8, 15]"), ("[5.5, 8, 15]",)),
    (length("{empirical: [3w, '2']}"), ("[15, 2]",)),
    (risk("probability: 80%"), ("0.8",)),
    (risk("probability: 80"), ("0.8",)),
    (risk("probability: high"), ("0.25",)),
    (risk("stretch: +50%"), ("1.5",)),
    (risk("stretch: 50%"), ("0.5", "1.5")),
    (risk("stretch: -20%"), ("0.8",)),
    (risk("stretch: 1.5x"), ("1.5",)),
    (risk("stretch: longer"), ("1.2",)),
    (risk("delay: 2w"), ("10",)),
    (risk("stop: yes"), ("true",)),
    (risk("stop: no"), ("false",)),
    (risk("stop: perhaps"), ("true", "false")),
    (work("rounds: {pass: 60%, at_most: many}"), ("0.6", "1")),
    # Distributions.
    (length("5-10"), ("{uniform: [5, 10]}",)),
    (length("5/8/15"), ("[5, 8, 15]",)),
    (length("5, 8, 15"), ("[5, 8, 15]",)),
    (length("'5, 8, 15'"), ("[5, 8, 15]",)),
    (length("{min: 5, likely: 8, max: 15}"), ("[5, 8, 15]",)),
    (length("{optimistic: 5, most likely: 8, pessimistic: 15}"), ("[5, 8, 15]",)),
    (length("{pert: [5, 8, 15], wieght: 4}"), ("weight",)),
    (length("{triangle: [5, 8, 15]}"), ("triangular",)),
    (length("{beta: [5, 8, 15]}"), ("pert",)),
    (length("{RiskUniform: [5, 8]}"), ("uniform",)),
    (length("{Normal: [5, 8]}"), ("normal",)),
    (length("{}"), ("[8, 12, 25]",)),
    (length("[1, 2]"), ("[8, 12, 25]",)),
    (length("{uniform: [1, 2, 3]}"), ("[8, 25]",)),
    (length("{normal: 5}"), ("[8, 12]",)),
    (length("{empirical: 5}"), ("[8, 12, 25]",)),
    (length("{trigen: [1, 2, 3]}"), ("{p10: 5, mode: 8, p90: 20}",)),
    (length("{trigen: {p10: 5, mode: 8}}"), ("{p10: 5, mode: 8, p90: 20}",)),
    (length("{lognormal: {p50: 5}}"), ("{p50: 10, p90: 20}", "{mean: 12, sd: 5}")),
    (length("{weibull: {shape: 5}}"), ("{shape: 2, scale: 10}",)),
    (length("{discrete: {values: [5]}}"), ("{values: [5, 10], weights: [3, 1]}",)),
    (length("{discrete: {values: [5, 6], weights: 5}}"), ("[1, 1]",)),
    (length("{discrete: {values: [5, 6], weights: [1]}}"), ("[1, 1]",)),
    # Links.
    (work('after: "a SS+4d; GLASS FF+5"'), ("[a SS+4, GLASS FF+5]",)),
    (work("after: a FS+2w"), ("[a FS+10]",)),
    (work("after: a"), ("[a]",)),
    (work("after: '3FS+2 days;a'"), ("[3 FS+2, a]",)),
    (link("a SS+4d; GLASS FF+5"), ("a SS+4", "GLASS FF+5")),
    (link("a SS+4d"), ("a SS+4",)),
    (link("a FS+2w"), ("a FS+10",)),
    (link("a FS+28 edays"), ("a FS+28ed",)),
    (link("a FS+2ewks"), ("a FS+14ed",)),
    (link("a SS+12eh; GLASS FF-1ew"), ("a SS+0.5ed", "GLASS FF-7ed")),
    (link("aFS+1emon"), ("a FS+30ed",)),
    (link("a+3 calendar days"), ("a FS+3ed",)),
    (link("a FS+2h"), ("a FS+0.25",)),
    (link("a+50%"), ("a FS+50%",)),
    (link("a ss + 50 %"), ("a SS+50%",)),
    (link("a+3"), ("a FS+3",)),
    (link("a-3"), ("a FS-3",)),  # an id, were there one
    (link("aFS"), ("a FS",)),  # as well
    (link("a ss"), ("a SS",)),
    (link("aSS+5"), ("a SS+5",)),
    (link("GLASS+5"), ("GLASS FS+5",)),
    (link("a FS 5"), ("a FS+5",)),
    (link("a FF-1,5"), ("a FF-1.5",)),
    (link("glass"), ("GLASS",)),
    (work("after: [{a: SS+5}]"), ("a SS+5",)),
    # Ids and words for keys.
    (HEAD + "tasks:\n  Build Wall: {duration: 1}\n", ("Build_Wall",)),
    (HEAD + "tasks:\n  Mauer-Süd: {duration: 1}\n", ("Mauer-Sud",)),
    (HEAD + "tasks: {a: {duration: 1}, b: 5}\n", ("{duration: 5}",)),
    (risk("exposes: 'a, GLASS'").replace("exposes: [a], ", ""), ("[a, GLASS]",)),
    (risk("exposes: ['a, GLASS']").replace("exposes: [a], ", ""), ("a", "GLASS")),
    (HEAD + "Tasks:\n  a: {duration: 1}\n", ("tasks",)),
    (HEAD + "activities:\n  a: {duration: 1}\n", ("tasks",)),
    (work("predecessors: [a]"), ("after",)),
    (work("depends_on: [a]"), ("after",)),
    (work("resource: Ann"), ("owner",)),
    (work("start: 2026-02-02"), ("not_before",)),
    (work("needs: {crane: 1}") + "resources: {crane: {capacity: 1}}\nlevelling: {order: auot}\n", ("auto",)),
    (work("group: /Civil works// Bridge 3/"), ("Civil works/Bridge 3",)),
    (work("group: ' / '"), ("Civil works/Bridge 3",)),
    (work("codes: {'': CIV}"), ("Discipline",)),
    (work("wbs_path: Civil works"), ("group",)),
    (work("wbs_code: 1.3"), ("wbs",)),
    (PLAN + "milestones: {m: {deadline: 2026-06-30}}\n", ("due",)),
    (PLAN + "risks: {r: {likelihood: 0.5, affects: [a], delay: 2}}\n", ("probability", "exposes")),
    (risk("threshold: 0.1"), ("acceptable",)),
    (HEAD + "tasks:\n  a: {estimate: [1, 2, 3]}\n", ("duration",)),
    (PLAN + "budget: 5000\n", ("{total: 5000}",)),
    (PLAN + "calendar: Sun-Thu\n", ("{workdays: Sun-Thu}",)),
    (PLAN + "calendars: {site: Mon-Sat}\n", ("{workdays: Mon-Sat}",)),
    (PLAN + "calendars: {site crew: {workdays: Mon-Sat}}\n", ("site_crew",)),
    (work("calendar: sit") + "calendars: {site: {workdays: Mon-Sat}}\n", ("site",)),
    (work("base_calendar: every_day"), ("calendar",)),
    (work("calendar: every day"), ("every_day",)),
    (PLAN + "ids: any\n", ("plain", "printable")),
    (work("needs: {crane: 1}") + "resources: {crane: {capacity: 1}}\nlevelling: {order: planned}\n", ("auto",)),
    (PLAN + "progress: {logic: some}\n", ("retained", "override")),
    (PLAN + "progress: {ss_lag: some}\n", ("start", "rest")),
    (PLAN + "lags: everyday\n", ("project", "predecessor", "successor", "every_day")),
    (PLAN + "lag_calendar: predecessor\n", ("lags",)),
    (PLAN + "milestones: {m: {deliverables: 'a: b, c'}}\n", ("['a: b, c']",)),
    (
        PLAN + "milestones: {m: {due: 2026-01-20, value: {amount: 1, per_day_late: 1, per: week}}}\n",
        ("working day", "calendar day"),
    ),
    (PLAN + "milestones: {m: {level: medium}}\n", ("major", "minor")),
    (PLAN + "calendar: {holidays: '2026-12-24, 2026-12-31'}\n", ("[2026-12-24, 2026-12-31]",)),
    (PLAN + "calendar: {country: nl}\n", ("NL", "DE")),
    (PLAN + "calendar: {country: germany}\n", ("DE", "NL")),
    (PLAN + "calendar: {country: Atlantis}\n", ("NL", "DE")),
    (PLAN + "calendar: {country: DE, region: by}\n", ("BY",)),
    (PLAN + "calendar: {workdays: weekdays}\n", ("Mon-Fri",)),
    (PLAN + "calendar: {workdays: Mon-Tue-Wed}\n", ("Mon-Wed",)),
    (PLAN + "tolerance: {gap: 25}\n", ("0.25",)),
    (PLAN + "tolerance: {hit: 1}\n", ("0.8",)),
    (PLAN + "orderings: {among: [a], compare: {' ': [a]}}\n", ("market first",)),
    # Dates.
    (work("not_before: 2026/3/5"), ("2026-03-05",)),
    (work("not_before: 20260305"), ("2026-03-05",)),
    (work("not_before: 2026-03-05 10:00"), ("2026-03-05",)),
    (work("not_before: 05.03.2026"), ("2026-03-05",)),
    (work("not_before: 05/03/2026"), ("2026-03-05", "2026-05-03")),
    (work("not_before: 25/03/2026"), ("2026-03-25",)),
    (work("not_before: March"), ("2026-03-31",)),
    (work("not_before: 2026-14-05"), ("2026-03-31",)),
    (PLAN + "calendar: {holidays: [2026-08-14..2026-08-03]}\n", ("2026-08-03..2026-08-14",)),
    (PLAN + "calendar: {holidays: [2026-08-03 to 2026-08-14]}\n", ("2026-08-03..2026-08-14",)),
    (PLAN + "calendar: {holidays: 2026-08-03..2026-08-14}\n", ("[2026-08-03..2026-08-14]",)),
    (PLAN + "calendar: {days: {24.12.2026: 0.5}}\n", ("2026-12-24",)),
    (PLAN + "calendar: {days: {2026-12-24: half}}\n", ("0.25",)),
    (work("not_before: 2026-03-05 10:75") + "calendar: {hours: 07:00-15:00}\n", ("2026-03-05 12:00",)),
    (PLAN + "calendar: {hours: 22:00-06:00}\n", ('"00:00-06:00, 22:00-24:00"',)),
    (PLAN + "calendar: {hours: {Mon: '22:00-00:00'}}\n", ('"22:00-24:00"',)),
    (PLAN + "calendar: {hours: 7-12:30}\n", ("07:00-12:30",)),
    (PLAN + "calendar: {hours: all day}\n", ('"07:00-12:00, 12:30-15:30"',)),
    (PLAN + "calendar: {hours: 09:00-09:00}\n", ("00:00-24:00",)),
    (PLAN + "calendar: {hours: '07:00-12:00, 11:00-15:00'}\n", ("07:00-15:00",)),
    (PLAN + "calendar: {hours: {}}\n", ("{Mon-Fri: '07:00-15:00'}",)),
    (PLAN + "calendar: {hours: {Mo: '07:00-15:00'}}\n", ("Mon-Fri",)),
    (PLAN + "calendar: {working_hours: 07:00-15:00}\n", ("hours",)),
    # What is missing.
    (HEAD + "tasks:\n  a: {name: A}\n", ("duration: [8, 12, 25]",)),
    (HEAD + "tasks:\n  a:\n    name: A\n", ("duration: [8, 12, 25]",)),
    (HEAD + "tasks:\n  a:\n", ("duration: [8, 12, 25]",)),
    (HEAD + "tasks:\n  a: {duration: }\n", ("duration: [8, 12, 25]",)),
    ("tasks:\n  a: {duration: 1}\n", ("start: 2026-01-05",)),
]
"""Plans with one fault, and each thing that its message says to write."""


@pytest.mark.parametrize(("text", "cures"), CURES, ids=[re.sub(r"\s+", " ", text[18:])[-60:] for text, _ in CURES])
def test_each_cure_that_is_printed_makes_the_file_valid(tmp_path: Path, text: str, cures: tuple[str, ...]) -> None:
    found = problems(tmp_path, text)
    printed = [(problem, cure) for problem in found for cure in cures_of(problem)]
    assert tuple(dict.fromkeys(cure for _, cure in printed)) == cures, [str(problem) for problem in found]
    for problem, cure in printed:
        mended = apply(text, problem, cure)
        while rest := [again for again in problems(tmp_path, mended) if again.path != problem.path and cures_of(again)]:
            mended = apply(mended, rest[0], cures_of(rest[0])[0])
        assert problems(tmp_path, mended) == [], mended


@pytest.mark.parametrize(
    "text",
    [
        row[1] for row in (*BAD_FILES, *BAD_RULES) if "*" not in str(row[1])
    ],  # where aliases are, one cure is for many places
    ids=[row[0] for row in (*BAD_FILES, *BAD_RULES) if "*" not in str(row[1])],
)
def test_a_cure_takes_its_problem_away_and_brings_no_other(tmp_path: Path, text: str | bytes) -> None:
    found = problems(tmp_path, text)
    for problem in found:
        for cure in cures_of(problem):
            assert isinstance(text, str)
            after = [said(other) for other in problems(tmp_path, apply(text, problem, cure))]
            before = [said(other) for other in found if other is not problem]
            assert not Counter(after) - Counter(before), (str(problem), cure)


@pytest.mark.parametrize(
    ("text", "cures"),
    [
        ("cost: 20.000", ("20000", "20.00")),
        ("daily: 2.375", ("2375", "2.3750")),
        ("cost: 20.00", ()),
        ("cost: 0.125", ()),
        ("duration: 20.000, name: 20.000", ()),  # nobody has tasks of twenty thousand days
    ],
)
def test_advice_on_an_amount_whose_point_may_part_thousands_cures(
    tmp_path: Path, text: str, cures: tuple[str, ...]
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(f"{HEAD}tasks:\n  a: {{{'' if 'duration' in text else 'duration: 1, '}{text}}}\n")
    given = [remark for remark in review_scenario(path)[1] if "is read as" in remark.message]
    assert tuple(cure for remark in given for cure in cures_of(remark)) == cures
    for remark in given:
        plan = path.read_text()
        for cure in cures:
            path.write_text(apply(plan, remark, cure))
            assert not [again for again in review_scenario(path)[1] if "is read as" in again.message]


@pytest.mark.slow
def test_every_message_with_a_cure_is_tried(tmp_path: Path) -> None:
    """Whoever writes a new one finds it listed here until a row above shows that it cures."""
    texts = [text for text, _ in CURES] + [row[1] for row in (*BAD_FILES, *BAD_RULES)]
    printed = [problem.message for text in texts for problem in problems(tmp_path, text)]
    path = tmp_path / "advised.yaml"
    path.write_text(work("cost: 20.000"))
    printed += [remark.message for remark in review_scenario(path)[1]]
    untried = [
        pattern
        for pattern in messages_of_models()
        if "`" in pattern and not any(re.search(pattern, message) for message in printed)
    ]
    assert untried == []


def test_what_a_message_says_to_write_stands_between_backquotes() -> None:
    texts = [text for text in messages_of_models() if re.search(r"\bwrite\\ (?!out)", text)]
    assert [one for one in texts if not re.search(r"`|\.\*|key:\\ value", one.split("write", 1)[1])] == []


def problems(tmp_path: Path, text: str | bytes) -> list[Problem]:
    """Return what is wrong with a file."""
    path = tmp_path / "plan.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        read_scenario(path)
    except ScenarioError as error:
        return list(error.problems)
    return []


def said(problem: Problem) -> tuple[int, str]:
    """Return the line of a problem and what is wrong there, without the words that are near, which may be the cured."""
    return problem.line, re.split("; (?:did you mean|name )", problem.message)[0]


def cures_of(problem: Problem) -> list[str]:
    """Return all that a message says to write."""
    found = re.findall("`([^`]+)`|did you mean '([^']+)'", problem.message)
    return [quoted or meant for quoted, meant in found]


def apply(text: str, problem: Problem, cure: str) -> str:
    """Write a cure in the place of what is wrong."""
    if problem.message.startswith("nothing stands here"):
        return with_entry(text, problem, cure)
    at = sum(map(len, text.splitlines(keepends=True)[: problem.line - 1])) + problem.column - 1
    here = [(node, is_key) for node, is_key in nodes_of(yaml.compose(text)) if node.start_mark.index == at]
    keys = [node for node, is_key in here if is_key and node.value == problem.path[-1]]
    node = keys[0] if keys else next(node for node, is_key in here if not is_key)
    parted = re.match(r"'([\d,. ]+)' is not a number", problem.message)  # YAML sees the first digits alone
    end = at + len(parted[1]) if parted and text.startswith(parted[1], at) else node.end_mark.index
    return text[:at] + cure + text[end:]


def with_entry(text: str, problem: Problem, cure: str) -> str:
    """Write a key and its value into the mapping in which they are missing."""
    held: Any = yaml.compose(text)
    for part in problem.path[:-1]:
        found = (
            [value for key, value in held.value if key.value == part] if isinstance(part, str) else [held.value[part]]
        )
        held = found[0]
    begin, end = held.start_mark.index, held.end_mark.index
    if not isinstance(held, yaml.MappingNode):
        return f"{text[:end]} {{{cure}}}{text[end:]}"
    for key, value in held.value:
        if key.value == problem.path[-1]:
            rest = text[max(value.end_mark.index, key.end_mark.index + 1) :]
            return f"{text[: key.end_mark.index]}: {cure.partition(': ')[2]}{rest}"
    if text[begin] == "{":
        return f"{text[: begin + 1]}{cure}, {text[begin + 1 :]}"
    return f"{text[:begin]}{cure}\n{' ' * held.start_mark.column}{text[begin:]}"


def nodes_of(node: Any, is_key: bool = False) -> Iterator[tuple[Any, bool]]:
    """Yield a node and all below it, each with whether it is a key."""
    yield node, is_key
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from nodes_of(key, True)
            yield from nodes_of(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from nodes_of(item)


def messages_of_models() -> list[str]:
    """Return all texts in the code of the models but docstrings and descriptions, as regular expressions."""
    found: list[str] = []
    for file in sorted(Path(milepost.models.__file__).parent.rglob("*.py")):
        if file.name != "setting.py":  # its messages are about the command line, and tried beside it
            found += texts_of(ast.parse(file.read_text(encoding="utf-8")))
    return found


def texts_of(node: ast.AST) -> Iterator[str]:
    """Yield the texts in a part of the code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*" for part in node.values)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from texts_of(part.value)
    elif not is_no_message(node):
        for below in ast.iter_child_nodes(node):
            yield from texts_of(below)


def is_no_message(node: ast.AST) -> bool:
    """Return whether a part of the code is a docstring or describes a field."""
    described = isinstance(node, ast.keyword) and node.arg in ("description", "examples")
    return described or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
