"""The page: sections in the sequence in which they are read, in one file that fetches nothing."""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from milepost.simulate.history.trend import Trend
from milepost.simulate.report.media.plan_file import PlanFile
from milepost.simulate.report.page.charts.palette import palette_css
from milepost.simulate.report.page.first_screen import FirstScreen
from milepost.simulate.report.page.section import Section
from milepost.simulate.report.page.sections.decisions import decisions
from milepost.simulate.report.page.sections.distributions import distributions
from milepost.simulate.report.page.sections.drivers import drivers
from milepost.simulate.report.page.sections.gantt import gantt
from milepost.simulate.report.page.sections.knock_on import knock_on
from milepost.simulate.report.page.sections.milestones import every_milestone
from milepost.simulate.report.page.sections.money import money
from milepost.simulate.report.page.sections.orderings import orderings
from milepost.simulate.report.page.sections.record import record
from milepost.simulate.report.page.sections.resources import resources
from milepost.simulate.report.page.sections.risks import risks
from milepost.simulate.report.page.sections.today import today
from milepost.simulate.report.page.sections.trend import trend
from milepost.simulate.report.page.sections.what_if import what_if
from milepost.simulate.report.page.text import finished, isolated
from milepost.simulate.result import Result

PAGE: Final = "report.html"

_HERE: Final = Path(__file__).parent
_STYLES: Final = ("charts/charts.css", "sections.css", "page.css")
_SCRIPTS: Final = ("charts/js/dates.js", "charts/js/curves.js", "charts/js/tables.js", "page.js")
"""Modules, each after those that it imports."""

_MODULE_LINES: Final = re.compile(r"^(?:import .*\n|export )", re.MULTILINE)


def report_page(
    result: Result,
    *,
    plan: PlanFile | None = None,
    orderings_document: Mapping[str, Any] | None = None,
    reviews: Trend | None = None,
) -> bytes:
    """
    Write the page of a run.

    Parameters
    ----------
    result
        The run.
    plan
        The file that was played, if there is one.
    orderings_document
        What a comparison of orders left in the folder of the report, if there is one; it is told only where it is of
        the same plan and seed.
    reviews
        The trend of reviews of the plan, this one the last, where there is one to tell of.
    """
    style, script = _style(), _script()
    page = _environment().get_template("page.html.j2")
    return page.render(
        result=result,
        first=FirstScreen.of(result),
        sections=[*_sections(result, plan, orderings_document or {}, reviews)],
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
    ).encode()


def section_page(section: Section) -> bytes:
    """Write a section as a page by itself, without style and script, for another page to take in."""
    return _environment().get_template("part.html.j2").render(section=section).encode()


def section_css() -> str:
    """
    Return the style sheet of sections that stand in an element of the class `report`.

    What stands around them gives --paper, --ink, --soft, --line and --link.
    """
    rules = "\n".join([palette_css(), _read("charts/charts.css"), _read("sections.css")])
    return f".report {{\n{rules}}}\n"


def chart_script(name: str) -> str | None:
    """Return a module with which charts are read and tables are sorted, by its name without an ending; none without."""
    path = f"charts/js/{name}.js"
    return _read(path) if path in _SCRIPTS else None


def _sections(
    result: Result, plan: PlanFile | None, document: Mapping[str, Any], reviews: Trend | None
) -> Iterator[Section]:
    """Yield the sections that the plan has something for."""
    found = (
        what_if(result),
        distributions(result),
        money(result),
        risks(result),
        today(result),
        trend(reviews),
        drivers(result),
        knock_on(result),
        gantt(result),
        resources(result),
        orderings(result, document),
        decisions(result),
        every_milestone(result),
        record(result, plan),
    )
    yield from (section for section in found if section is not None)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([_HERE / "templates", _HERE / "charts" / "templates"]),
        autoescape=True,
        finalize=finished,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["text"] = isolated
    return environment


@cache
def _style() -> Markup:
    return Markup("\n".join([palette_css(), *map(_read, _STYLES)]))


@cache
def _script() -> Markup:
    """Return the modules as one, which is what a page in one file can have."""
    return Markup("\n".join(_MODULE_LINES.sub("", _read(name)) for name in _SCRIPTS))


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    """Return what allows an inline style or script, and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
