"""A file that is made to do harm, or was damaged, is refused soon, in words and with its place."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from milepost.models import ScenarioError, review_scenario
from milepost.models.imports import Findings, Matter
from milepost.models.imports.p6 import read_xer
from tests import gan_files as gan
from tests import mspdi_files as mspdi
from tests import pmxml_files as pmxml
from tests import xer_files as xer
from tests.fuzz.fuzzing import within
from tests.mspdi_files import element
from tests.whole_plans import WHOLE_GAN, WHOLE_MSPDI, WHOLE_PMXML, WHOLE_XER

LAUGHS: Final = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB: Final = f'?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'.encode()
OUTSIDE: Final = b'?><!DOCTYPE x SYSTEM "file:///etc/passwd">'
IN_XML: Final = {"plan.gan": WHOLE_GAN, "mspdi.xml": WHOLE_MSPDI, "pmxml.xml": WHOLE_PMXML}
ALL: Final = {**IN_XML, "plan.xer": WHOLE_XER}
MOST: Final = 5.0
"""Time that a refusal may take [seconds of processor time]."""


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[[str, bytes], str]:
    def refused(name: str, content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        with within(MOST), pytest.raises(ScenarioError) as caught:
            review_scenario(path)
        return str(caught.value).replace(str(path), name)

    return refused


Refusal = Callable[[str, bytes], str]


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE])
@pytest.mark.parametrize("name", IN_XML)
def test_entities_are_refused_before_they_grow(name: str, declared: bytes, refusal: Refusal) -> None:
    said = refusal(name, IN_XML[name].replace(b"?>", declared, 1))
    assert re.fullmatch(rf"{name}:1:1: is a .* with a DOCTYPE, which plans do not need: take it out", said)


@pytest.mark.parametrize("name", IN_XML)
def test_an_entity_that_nobody_declares_is_refused(name: str, refusal: Refusal) -> None:
    assert "that is broken, undefined entity" in refusal(name, re.sub(b"Work [1A]", b"&a;", IN_XML[name]))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ALL)
def test_a_plan_in_utf_16_is_what_it_is_whatever_its_name(name: str, encoding: str, tmp_path: Path) -> None:
    if encoding != "utf-16" and name == "plan.xer":
        encoding = "utf-16"  # text says so by its first bytes alone
    (tmp_path / name).write_bytes(ALL[name])
    (tmp_path / "wide.txt").write_bytes(ALL[name].decode("utf-8").replace("UTF-8", "UTF-16").encode(encoding))
    assert review_scenario(tmp_path / "wide.txt")[0] == review_scenario(tmp_path / name)[0]


@pytest.mark.parametrize("broken", [b"\xff", b"\x00", b"\xed\xa0\x80", b"\xc3("])
@pytest.mark.parametrize("name", IN_XML)
def test_bytes_that_are_no_text_are_refused_with_their_line(name: str, broken: bytes, refusal: Refusal) -> None:
    content = re.sub(b"Work [1A]", lambda found: found[0] + broken, IN_XML[name])
    assert re.match(rf"{name}:\d+:1: is a .* that is broken, not well-formed", refusal(name, content))


def test_text_of_no_encoding_is_refused_with_its_line(refusal: Refusal) -> None:
    said = refusal("plan.xer", WHOLE_XER.replace(b"Work A", b"Work \x81"))
    assert re.match(r"plan.xer:\d+:1: byte 0x81 is of neither UTF-8 nor the code page 1252", said)


@pytest.mark.parametrize("name", IN_XML)
def test_a_plan_that_is_cut_short_is_refused_with_its_last_line(name: str, refusal: Refusal) -> None:
    content = IN_XML[name]
    for length in range(300, len(content) - 20, len(content) // 20):
        line = content[:length].count(b"\n") + 1
        found = re.match(rf"{name}:(\d+):1: is a .* that is broken, ", refusal(name, content[:length]))
        assert found is not None
        assert int(found[1]) <= line


def test_text_that_is_cut_short_is_told(tmp_path: Path) -> None:
    plan = read_xer("plan.xer", xer.xer(end=""))
    assert [notice.matter for notice in plan.notices] == [Matter.CUT_SHORT]


IN_ITSELF = "it lies within itself: move it, and export the plan again"
ON_ITSELF = "it rests on itself: give it another base, and export the plan again"
FIVE = {"clndr_id": "5", "clndr_name": "Five", "day_hr_cnt": 8, "clndr_data": xer.calendar()}
NINES = "9" * 400


def levels(*parents: tuple[str, str]) -> xer.Tables:
    return {"PROJWBS": [{"wbs_id": one, "proj_id": "1", "parent_wbs_id": above} for one, above in parents]}


CIRCLES: list[tuple[str, bytes, str]] = [
    ("plan.xer", xer.xer(levels(("10", "11"), ("11", "10"))), rf":10:1: PROJWBS.parent_wbs_id: {IN_ITSELF}"),
    ("plan.xer", xer.xer(levels(("10", "10"))), rf":10:1: PROJWBS.parent_wbs_id: {IN_ITSELF}"),
    (
        "plan.xml",
        pmxml.pmxml(
            pmxml.project(
                element("WBS", ObjectId=11, ParentObjectId=12),
                element("WBS", ObjectId=12, ParentObjectId=11),
                pmxml.activity("A", WBSObjectId=11),
            )
        ),
        rf":\d+:1: WBS.ParentObjectId: {IN_ITSELF}",
    ),
    ("plan.xer", xer.xer({"CALENDAR": [{**FIVE, "base_clndr_id": "5"}]}), rf":7:1: CALENDAR Five.base.*: {ON_ITSELF}"),
    (
        "plan.xml",
        pmxml.pmxml(
            pmxml.calendar(BaseCalendarObjectId=6),
            pmxml.calendar(uid=6, BaseCalendarObjectId=5),
            pmxml.project(pmxml.activity("A")),
        ),
        rf":2:1: Calendar Five days.BaseCalendarObjectId: {ON_ITSELF}",
    ),
    (
        "plan.xml",
        mspdi.mspdi(mspdi.task(1), calendars=[mspdi.calendar("1", base="2"), mspdi.calendar("2", base="1")]),
        rf":2:1: Calendar Standard.BaseCalendarUID: {ON_ITSELF}",
    ),
    (
        "plan.xer",
        xer.xer({"TASK": [xer.task("A"), xer.task("B")], "TASKPRED": [xer.link("A", "B"), xer.link("B", "A")]}),
        r":\d+:1: tasks.A.after: a cycle, A -> B -> A: take one of its links out",
    ),
    (
        "plan.gan",
        gan.gan(gan.task(1, 5, gan.depend(2)), gan.task(2, 5, gan.depend(1))),
        r":\d+:1: tasks.1.after: depend 2 1: a cycle, 1 -> 2 -> 1: take one of its links out",
    ),
    (
        "plan.xml",
        mspdi.mspdi(mspdi.task(1, level=1), mspdi.task(2, 8, mspdi.link(1), level=2)),
        r":\d+:1: tasks.2.after: .*'2' waits for itself: take the link out",
    ),
]
EXTREMES: list[tuple[str, bytes, str]] = [
    ("plan.xer", xer.xer({"TASK": [xer.task("A", target_drtn_hr_cnt="1e300")]}), r":13:1: TASK A.target_.*: 1e300 is"),
    ("plan.xml", pmxml.pmxml(pmxml.project(pmxml.activity("A", PlannedDuration=NINES))), ":17:1: Activity A.Planned"),
    ("plan.xml", mspdi.mspdi(mspdi.task(1, Duration=f"PT{NINES}H0M0S")), ":27:1: Task 1.Duration: 'PT999"),
    ("plan.gan", gan.gan(gan.task(1, 10**300)), r":5:1: task 1.duration: 1000.* is larger than 1e\+15"),
    ("plan.gan", gan.gan(gan.task(1, 10**9)), ":5:1: tasks.1.duration: 1000000000 is above 100,000"),
    ("plan.gan", gan.gan(gan.task(1, 5, gan.depend(1, lag=10**14))), r":5:1: tasks.1.after"),
    ("plan.xer", xer.xer(xer.project(plan_start_date="9999-12-31 00:00")), ":4:1: PROJECT SITE.plan_start_date: 9999"),
    ("plan.xml", mspdi.mspdi(mspdi.task(1), StartDate="0001-01-01T00:00:00"), ":2:1: Project.StartDate: 0001-01-01"),
    ("plan.gan", gan.gan(gan.task(1, start="99999-01-01")), ":5:1: task 1.start: '99999-01-01' is not a date"),
    ("plan.xer", xer.xer({"TASK": [xer.task("A"), xer.task("A")]}), ":14:1: TASK.task_id: 'tA' stands here again"),
    (
        "plan.xml",
        pmxml.pmxml(pmxml.project(pmxml.activity("A"), pmxml.activity("A"))),
        ":18:1: Activity.ObjectId: 'tA'",
    ),
    ("plan.xml", mspdi.mspdi(mspdi.task(1), mspdi.task(1)), r":\d+:1: Task 1.UID: '1' stands here again"),
    ("plan.gan", gan.gan(gan.task(1), gan.task(1)), ":6:1: task 1.id: '1' stands here again"),
    ("plan.csv", b"id,name,duration,start,finish\n1,Dig,5,2026-01-05,9999-12-31\n", ":2:5: 9999-12-31 is outside the"),
    (
        "plan.csv",
        b"id,name,duration,start,actual start,actual finish\n1,Dig,5,2026-01-05,9999-12-31,9999-12-31\n",
        ":2:5: tasks.1.actual.start: 9999-12-31 is outside the years",
    ),
]


@pytest.mark.parametrize(("name", "content", "said"), [*CIRCLES, *EXTREMES])
def test_what_goes_round_in_circles_or_beyond_all_bounds_is_refused_with_its_row(
    name: str, content: bytes, said: str, refusal: Refusal
) -> None:
    assert re.match(re.escape(name) + said, refusal(name, content))


@pytest.mark.parametrize("depth", [150, 100_000])
@pytest.mark.parametrize("name", IN_XML)
def test_elements_within_one_another_are_counted(name: str, depth: int, refusal: Refusal) -> None:
    end = re.search(rb"</?[Tt]ask\b|<Activity\b", IN_XML[name])
    assert end is not None
    content = IN_XML[name][: end.start()] + b"<x>" * depth + b"</x>" * depth + IN_XML[name][end.start() :]
    assert re.match(rf"{name}:\d+:1: more than 100 elements within one another: export", refusal(name, content))


def test_a_calendar_in_brackets_without_end_is_told(tmp_path: Path) -> None:
    with within(MOST):
        plan = read_xer("plan.xer", xer.xer({"CALENDAR": [{**FIVE, "clndr_data": "(0||" * 100_000}]}))
    assert [notice.matter for notice in plan.notices] == [Matter.CALENDAR_UNREADABLE]


@pytest.mark.slow
def test_a_million_rows_are_refused_soon(refusal: Refusal) -> None:
    row = b"%R\tt\t1\r\n"
    head, tasks, tail = xer.xer().partition(b"%T\tTASK\r\n")
    said = refusal("plan.xer", head + tasks + b"%F\ttask_id\tproj_id\r\n" + row * 1_000_001 + tail)
    assert said == "plan.xer:1000010:1: TASK: more than 1,000,000 rows: split the plan"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["plan.gan", "plan.xml"])
def test_more_tasks_than_any_plan_has_are_refused_soon(name: str, refusal: Refusal) -> None:
    rows = range(200_001)
    if name == "plan.gan":
        content = gan.gan("".join(f'<task id="{row}" start="2026-01-05" duration="1"/>' for row in rows))
    else:
        content = mspdi.mspdi("".join(f"<Task><UID>{row}</UID><OutlineLevel>1</OutlineLevel></Task>" for row in rows))
    assert "the plan has more than 200,000 tasks: split it" in refusal(name, content)


def test_what_is_told_of_a_plan_steers_no_terminal() -> None:
    findings = Findings("plan.xer")
    findings.tell(Matter.INACTIVE, "a", "\x1b[31mred\u202e")
    assert findings.notices[0].example == " [31mred "
