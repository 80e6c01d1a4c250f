"""The page as it is written: in one file, of itself, and without anything that a name could steer."""

import base64
import hashlib
import html
import re
import shlex
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from milepost.models import Decision, Scenario, read_scenario
from milepost.models.resource import Resource
from milepost.simulate import Result, run
from milepost.simulate.report.media.plan_file import PlanFile
from milepost.simulate.report.page import page as pages
from milepost.simulate.report.page.page import report_page
from tests.large_plans import write_large_plan
from tests.plans import milestone, plan, task
from tests.report.page.hostile import ARABIC, FORMULA, SCRIPT, hostile

HR_APP = Path(__file__).parents[3] / "scenarios" / "hr_app.yaml"
NAMESPACE = "http://www.w3.org/2000/svg"
ANYWHERE = PlanFile(file="plan of 'ours'.yaml", place="0" * 16)


class Markup(HTMLParser):
    """What is in a page: its elements with their attributes, and the text of each script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[tuple[str, str]] = []
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._within = tag

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within in ("script", "style"):
            self.inline.append((self._within, data))


def page_of(scenario: Scenario, *, drivers: bool = True, iterations: int = 256) -> str:
    result = run(scenario, iterations=iterations, drivers=drivers)
    return report_page(result, plan=ANYWHERE).decode()


@cache
def the_page() -> str:
    return page_of(hostile())


def test_nothing_in_it_is_fetched_or_leads_out_of_it() -> None:
    for _, attributes in Markup(the_page()).elements:
        for name in ("src", "href", "action", "data", "poster", "srcset"):
            assert (attributes.get(name) or "#").startswith("#")
    inline = "".join(text for _, text in Markup(the_page()).inline).replace(NAMESPACE, "")
    assert not re.search(r"url\(|@import|//[a-z]+\.", inline)


def test_its_policy_allows_the_one_style_and_the_one_script_that_are_in_it() -> None:
    markup = Markup(the_page())
    policy = next(one["content"] for tag, one in markup.elements if one.get("http-equiv") == "Content-Security-Policy")
    allowed = {}
    for kind, text in markup.inline:
        allowed[kind] = f"{kind}-src 'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    assert policy == f"default-src 'none'; {allowed['style']}; {allowed['script']}; base-uri 'none'; form-action 'none'"
    assert [tag for tag, _ in markup.elements if tag in ("style", "script")] == ["style", "script"]
    assert not [name for _, one in markup.elements for name in one if name.startswith("on") or name == "style"]


def test_names_are_text_in_it() -> None:
    assert "<script>document" not in the_page()
    assert "&lt;script&gt;document.title=&#39;broken&#39;&lt;/script&gt;" in the_page()
    assert "{{ 7 * 7 }}" in the_page()
    assert FORMULA.replace("'", "&#39;") in the_page()
    assert f"<bdi>{ARABIC[:-2]}</bdi> 1" in the_page()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", the_page())


def test_every_chart_has_a_finding_a_text_alternative_and_its_data() -> None:
    figures = re.findall(r"<figure class=\"chart.*?</figure>", the_page(), re.DOTALL)
    assert len(figures) > 10
    for figure in figures:
        assert re.search(r"<h3>[^<]", figure)
        assert re.search(r"aria-label=\"[^\"]{20}", figure)
        assert re.search(r"<details class=\"data\">.*<tbody>\s*<tr>", figure, re.DOTALL)


def test_it_has_a_section_for_all_that_the_plan_has() -> None:
    sections = re.findall(r"<section id=\"([a-z-]+)\"", page_of(hostile(as_of=date(2026, 1, 5)), drivers=False))
    assert sections == ["top", "dates", "money", "risks", "today", "drivers", "knock-on", "gantt", "record"]


def lifts(capacity: int) -> Scenario:
    """Write a plan of two tasks that need a crane each, of which there are so many."""
    crane = Resource(id="crane", name="<b>Crane</b>", capacity=capacity)
    tasks = [task("first", 3, needs={"crane": 1}), task("second", 4, needs={"crane": 1})]
    return plan(tasks, {"end": ["first", "second"]}, resources={"crane": crane})


@pytest.mark.parametrize("iterations", [1, 256])
def test_resources_are_told_with_what_one_more_would_save(iterations: int) -> None:
    """The two wait for each other, the list says which, and with a second crane none does: of 7 days 4 are left."""
    result = run(lifts(1), iterations=iterations, drivers=True)
    section = report_page(result).decode().split('<section id="resources">')[1].split("</section>")[0]
    rows = re.findall(r"<td[^>]*>([^<]*)</td>", section)
    waited = result.resources.outlooks["crane"].waiting.value
    assert rows[:6] == ["1", "2", "100%", *[f"{waited:.1f}"] * 3]
    assert rows[6].startswith("+3.0")
    assert "&lt;b&gt;Crane&lt;/b&gt;: 100% used" in section


@pytest.mark.parametrize(
    ("scenario", "sections"),
    [
        (plan([task("work", 3)]), ["top", "gantt", "record"]),
        (lifts(2), ["top", "dates", "drivers", "gantt", "record"]),
        (lifts(1), ["top", "dates", "drivers", "gantt", "resources", "record"]),
        (
            plan([task("work", 3)], {"end": ["work"]}),
            ["top", "dates", "drivers", "gantt", "record"],
        ),
    ],
)
def test_what_the_plan_has_nothing_for_is_left_out(scenario: Scenario, sections: list[str]) -> None:
    assert re.findall(r"<section id=\"([a-z-]+)\"", page_of(scenario)) == sections


def test_drivers_are_told_by_group_where_groups_are_asked_for_or_there_are_many_tasks() -> None:
    tasks = [replace(task("pile", 5), group="Civil/<b>1"), replace(task("wire", 2, "pile"), group="Power")]
    tasks.append(replace(task("pole", 1), group="Civil/2"))
    few = plan(tasks, {"end": ["wire", "pole"]})
    many = plan([*tasks, *(task(f"t{k}", 1) for k in range(58))], {"end": ["wire", "pole"]})
    result = run(few, iterations=256, drivers=True)
    assert "Drives it in" not in report_page(result).decode()
    always, never = "&gt;98.5%", "&lt;1.5%"
    told = [("Civil", "2", always, "0.5"), ("Civil/&lt;b&gt;1", "1", always, "0.5"), ("Civil/2", "1", never, "0.0")]
    assert by_group(replace(result, group="civil*")) == told
    assert by_group(run(many, iterations=256, drivers=True)) == [*told[:2], ("Power", "1", always, "0.2"), told[2]]


def by_group(result: Result) -> list[tuple[str, ...]]:
    """Return what the page tells of groups, a row each."""
    table = report_page(result).decode().split("Drives it in")[1].split("</table>")[0]
    rows = [re.findall(r">([^<]+)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)]
    return [tuple(row) for row in rows]


def test_one_iteration_without_detail_and_with_a_stop_in_each_is_told_too() -> None:
    stopped = replace(hostile(), risks={"fatal": replace(hostile().risks["fatal"], probability=1.0)})
    for iterations in (1, 256):
        assert "</html>" in page_of(stopped, iterations=iterations)


def test_it_says_how_to_repeat_the_run() -> None:
    result = run(hostile(), iterations=256, seed=7)
    page = html.unescape(report_page(result, plan=ANYWHERE).decode())
    command = re.findall(r"<td>(milepost run .*?)</td>", page)[0]
    assert shlex.split(command) == [
        *("milepost", "run", ANYWHERE.file, "--iterations", "256", "--seed", "7"),
        *("--confidence", "0.8", "--no-drivers"),
    ]


def test_milestones_are_judged_by_the_whole_interval_of_their_hit() -> None:
    sure = plan([task("work", 3)], [milestone("end", "work", due=date(2026, 1, 30))])
    assert "within tolerance" in page_of(sure)
    assert "Nothing is outside its tolerance" in page_of(sure)
    late = plan([task("work", 30)], [milestone("end", "work", due=date(2026, 1, 30))])
    assert re.search("end is reached by 30 Jan 26 in 0% [^.]*[^;]*cases; at least 80% are asked for", page_of(late))
    assert "off plan</td>" in page_of(late)


def test_a_what_if_says_what_was_set_and_what_that_changes() -> None:
    written, slower = hostile(), replace(hostile(), tasks={**hostile().tasks, "other": task("other", 12)})
    result = run(slower, iterations=256).changed_from(run(written, iterations=256), ["tasks.other.duration=12"])
    page = report_page(result).decode()
    assert "Set in the plan: tasks.other.duration=12." in page
    section = page.split('<section id="what-if">')[1].split("</section>")[0]
    assert re.search(r"Hit \[points\].*&lt;script&gt;.*-\d+\.\d ±", section, re.DOTALL)


def test_decisions_are_told_the_latest_first_with_what_they_are_about() -> None:
    log = [
        Decision(date=date(2026, 1, 5), what="Go on", touches=("work",)),
        Decision(date=date(2026, 1, 7), what="<b>Stop</b>", why="&", touches=("fatal", "end")),
    ]
    section = page_of(replace(hostile(), decisions=tuple(log))).split('<section id="decisions">')[1]
    assert section.index("&lt;b&gt;Stop&lt;/b&gt;") < section.index("Go on")
    assert FORMULA.replace("'", "&#39;") in section.split("Go on")[0]


def played() -> Result:
    return run(hostile(), iterations=256)


def comparison(result: Result, order: str = "a > b", name: str = "net", **record: object) -> dict[str, object]:
    row = {
        **{"criterion": "net", "unit": "currency", "name": SCRIPT, "order": order, "stops": 0.1, "estimate": 3.0},
        **{"estimate_date": None, "to_in_force": 1.0, "to_in_force_low": 0.5, "to_in_force_high": 1.5},
    }
    return {
        "verdict": ["Keep the order in force."],
        "remarks": [],
        "criteria": [{"criterion": "net", "name": name}],
        "orderings": [row],
        "record": {"scenario_sha256": result.scenario.digest, "seed": result.outcome.seed, **record},
    }


def test_a_comparison_of_orders_is_told_only_while_it_is_of_this_plan_and_seed() -> None:
    result = played()
    assert "Keep the order in force." in report_page(result, orderings_document=comparison(result)).decode()
    for other in ({"seed": 8}, {"scenario_sha256": "0"}):
        assert "Keep the order" not in report_page(result, orderings_document=comparison(result, **other)).decode()


def test_orders_are_told_by_the_names_of_their_tasks_and_of_what_they_are_compared_by() -> None:
    scenario = plan([replace(task("work", 1), name="Ask them")], {"end": ["work"]})
    result = run(scenario, iterations=256)
    told = comparison(result, order="work", name="net of it all")
    section = report_page(result, orderings_document=told).decode().split('<section id="orderings">')[1]
    assert "Orders by net of it all" in section
    assert "Ask them" in section.split("</section>")[0]


def test_what_the_folder_says_of_orders_need_not_be_what_it_should() -> None:
    result = played()
    whole = comparison(result)
    broken: Mapping[str, object]
    for broken in ({}, {"record": None}, {"record": []}, {"record": whole["record"]}, {**whole, "orderings": [{}]}):
        assert b"</html>" in report_page(result, orderings_document=broken)


def test_the_same_run_gives_the_same_page() -> None:
    assert page_of(hostile()) == the_page()


@pytest.mark.slow
def test_the_example_is_small_enough_to_be_sent() -> None:
    assert len(page_of(read_scenario(HR_APP), iterations=20_000)) < 600_000


@pytest.mark.slow
def test_a_large_plan_has_the_milestones_that_matter_first_and_all_of_them_to_search(tmp_path: Path) -> None:
    scenario = read_scenario(write_large_plan(tmp_path / "large.yaml", 1_000))
    page = page_of(scenario, drivers=False)
    first, rest = page.split('<section id="milestones">')
    assert first.split("</section>")[0].count("<tr") == 1 + 10
    every = rest.split("</section>")[0]
    assert every.count("<tr") - every.count("<details") == len(scenario.milestones)
    assert 'data-search="Search milestones"' in every
    assert len(page) < 1_000_000


def test_the_scripts_import_only_what_comes_before_them() -> None:
    here = Path(pages.__file__).parent
    seen: set[Path] = set()
    for name in pages._SCRIPTS:
        imports = re.findall(r"^import .* from \"(.*)\";", (here / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert {((here / name).parent / one).resolve() for one in imports} <= seen
        seen.add((here / name).resolve())
    assert {file.resolve() for file in here.rglob("*.js")} == seen
