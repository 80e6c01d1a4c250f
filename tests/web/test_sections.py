"""Parts of a report that are worked out for a page."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from milepost.models import Scenario
from milepost.simulate import run
from milepost.simulate.report.page.page import chart_script, report_page, section_css
from milepost.simulate.web.plays import Plays, Superseded
from milepost.simulate.web.question import Question
from milepost.simulate.web.sections import ORDERINGS, SECTIONS, Sections
from tests.plans import everything, plan, task

_MARKUP = "<img src=x onerror=alert(1)>\"'"


def _sections(tell: Callable[[Question, dict[str, Any]], None]) -> Sections:
    return Sections(tell, Plays(seed=0, confidence=0.8, threads=1, iterations=1_000), threads=1)


def _ignored(_: Question, __: dict[str, Any]) -> None:
    """Take a message and do nothing."""


def _question(scenario: Scenario) -> Question:
    return Question(rev=3, read=lambda: scenario)


def _worked_out(scenario: Scenario, *names: str) -> dict[str, str]:
    result, told = run(scenario, iterations=1_000, threads=1), dict[str, str]()

    def tell(_: Question, message: dict[str, Any]) -> None:
        if message["t"] == "section":
            told[message["name"]] = message["key"]

    sections = _sections(tell)
    sections.work_out(_question(scenario), result, names, lambda: None)
    return {name: (sections.page(key) or b"").decode() for name, key in told.items()}


@pytest.mark.slow
def test_sections_are_those_of_the_report_without_style_and_script() -> None:
    scenario = everything()
    found = _worked_out(scenario, *SECTIONS, ORDERINGS)
    result = run(scenario, iterations=1_000, threads=1)
    plain, driven = report_page(result).decode(), report_page(result.driven(threads=1)).decode()
    assert found.keys() == {*SECTIONS, ORDERINGS}
    for name, page in found.items():
        section = re.search(r"<section .*</section>", page, re.DOTALL)
        assert section is not None
        assert not re.search(r"<script|<style| style=| on\w+=", page)
        report = driven if name == "drivers" else plain
        if f'<section id="{name.replace("_", "-")}">' in report:
            assert section[0] in report


def test_names_that_are_markup_are_text() -> None:
    scenario = everything()
    tasks = {id: replace(one, name=_MARKUP) for id, one in scenario.tasks.items()}
    page = _worked_out(replace(scenario, tasks=tasks), "risks", "money")["risks"]
    assert "<img" not in page


@pytest.mark.parametrize("name", [*SECTIONS, ORDERINGS])
def test_a_plan_that_has_nothing_for_a_section_is_told_what_would_give_it_something(name: str) -> None:
    page = _worked_out(plan([task("build")]), name)[name]
    assert re.search(r"<p>.+[.:].*</p>", page)


def test_what_is_ready_is_told_again_and_not_worked_out_again() -> None:
    scenario, keys = everything(), list[str]()
    sections = _sections(lambda _, message: keys.append(message["key"]))
    result = run(scenario, iterations=1_000, threads=1)
    for _ in range(2):
        sections.work_out(_question(scenario), result, ["decisions"], lambda: None)
    assert len(keys) == 2
    assert len({*keys}) == 1


def test_what_nobody_wants_any_more_ends_while_variants_are_played() -> None:
    scenario, calls = everything(), list[int]()

    def check() -> None:
        calls.append(1)
        if len(calls) > 5:
            raise Superseded

    with pytest.raises(Superseded):
        _sections(_ignored).work_out(
            _question(scenario), run(scenario, iterations=1_000, threads=1), ["drivers"], check
        )


def test_the_style_of_sections_reaches_nothing_outside_them() -> None:
    css = section_css()
    assert css.startswith(".report {")
    assert ":root" not in css
    assert not re.search(r"^ *(html|body|nav|header|footer)\b", css, re.MULTILINE)


def test_scripts_are_those_of_charts_and_no_other_file() -> None:
    assert "export function readCurves" in (chart_script("curves") or "")
    assert chart_script("../page") is None
    assert chart_script("../../page") is None
