"""What the thread that answers tells, when, and in which sequence."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from milepost.models import Problem, Scenario, ScenarioError
from milepost.simulate import run
from milepost.simulate.web.answering import Answering
from milepost.simulate.web.background import Background, Check
from milepost.simulate.web.figures import figures_message
from milepost.simulate.web.question import Question, switched_off
from tests.plans import everything, milestone, plan, risk, task

_PATIENCE = 60.0
_ITERATIONS = 20_000


class Told:
    """What was told, in sequence."""

    def __init__(self) -> None:
        self.messages: list[tuple[Question, dict[str, Any]]] = []
        self._came = threading.Condition()

    def __call__(self, question: Question, message: dict[str, Any]) -> None:
        with self._came:
            self.messages.append((question, message))
            self._came.notify_all()

    def wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        with self._came:
            assert self._came.wait_for(lambda: any(wanted(message) for _, message in self.messages), _PATIENCE)
            return next(message for _, message in self.messages if wanted(message))


def _whole(rev: int, t: str = "figures") -> Callable[[dict[str, Any]], bool]:
    return lambda message: message["t"] == t and message["rev"] == rev and message["whole"]


@contextmanager
def _answering(told: Told, iterations: int = _ITERATIONS) -> Iterator[Answering]:
    answering = Answering(told, iterations=iterations)
    answering.start()
    try:
        yield answering
    finally:
        answering.stop()


@contextmanager
def _busy(answering: Answering) -> Iterator[None]:
    """Have it begin revision 1, and go on with that only at the end."""
    begun, going = threading.Event(), threading.Event()

    def slow() -> Scenario:
        begun.set()
        assert going.wait(_PATIENCE)
        return _plan()

    answering.ask(Question(rev=1, read=slow))
    assert begun.wait(_PATIENCE)
    yield
    going.set()


def _plan(days: float = 3.0) -> Scenario:
    work = [task("build", days, cost=100), task("test", 2.0, "build", retires={"demand": 0.5})]
    due = replace(milestone("launch", "test"), due=date(2026, 1, 5) + timedelta(days=9))
    return plan(work, [due], [risk("demand", 0.5, exposes=("build",), delay=4.0)])


def _invalid() -> Scenario:
    raise ScenarioError([Problem(file="plan.yaml", line=3, column=1, path=("tasks", "build"), message="no")])


def _broken() -> Scenario:
    raise RuntimeError("broken")


def test_what_is_told_of_a_step_is_what_a_run_of_it_gives_beside_the_plan_as_saved() -> None:
    told, edited = Told(), everything()
    with _answering(told) as answering:
        answering.saved(Question(rev=0, read=_plan))
        answering.ask(Question(rev=1, read=lambda: edited))
        message = told.wait(_whole(1))
    expected = figures_message(run(edited, iterations=_ITERATIONS), run(_plan(), iterations=_ITERATIONS))
    assert {key: message[key] for key in expected} == expected


def test_a_first_answer_of_fewer_iterations_says_so_and_the_whole_one_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("milepost.simulate.web.pace._PATIENCE", 0.0)
    told = Told()
    with _answering(told) as answering:
        answering.ask(Question(rev=1, read=_plan))
        told.wait(_whole(1))
    assert [(m["n"], m["whole"]) for _, m in told.messages] == [(2_048, False), (_ITERATIONS, True)]


def test_of_what_waits_only_the_newest_is_answered_and_what_was_begun_is_told() -> None:
    told = Told()
    with _answering(told) as answering:
        with _busy(answering):
            for rev in (2, 3, 4):
                answering.ask(Question(rev=rev, read=_plan))
        told.wait(_whole(4))
    assert [message["rev"] for _, message in told.messages] == [1, 4]


def test_drafts_of_one_tab_wait_beside_steps_and_drafts_of_others() -> None:
    told = Told()
    with _answering(told) as answering:
        with _busy(answering):
            answering.ask(Question(rev=2, read=_plan, tab="one", draft=True))
            answering.ask(Question(rev=3, read=_plan, tab="two", draft=True))
            answering.ask(Question(rev=4, read=_plan))
        told.wait(_whole(4))
    assert [message["rev"] for _, message in told.messages] == [1, 2, 3, 4]


def test_problems_and_faults_are_told_and_the_next_question_is_answered() -> None:
    told = Told()
    with _answering(told) as answering:
        answering.ask(Question(rev=1, read=_invalid))
        problems = told.wait(lambda message: message["t"] == "problems")
        answering.ask(Question(rev=2, read=_broken))
        fault = told.wait(lambda message: message["t"] == "told")
        answering.ask(Question(rev=3, read=_plan))
        told.wait(_whole(3))
    assert problems["problems"] == [{"path": ["tasks", "build"], "message": "no", "where": "plan.yaml:3", "rule": ""}]
    assert "undo the last step" in fault["text"]


def test_advice_follows_figures() -> None:
    advice = Problem(file="plan.yaml", line=0, column=0, path=("tasks",), message="look again", rule="rule")
    told = Told()
    with _answering(told) as answering:
        answering.ask(Question(rev=1, read=_plan, advise=lambda: [advice]))
        message = told.wait(lambda message: message["t"] == "problems")
    assert (message["problems"], message["advice"][0]["message"]) == ([], "look again")


def test_a_new_plan_as_saved_is_told_and_what_the_last_step_changes_of_it_again() -> None:
    told = Told()
    with _answering(told) as answering:
        answering.saved(Question(rev=0, read=_plan, key=0))
        answering.ask(Question(rev=1, read=lambda: _plan(8.0), key=1))
        first = told.wait(_whole(1))
        answering.saved(Question(rev=1, read=lambda: _plan(8.0), key=1))
        told.wait(_whole(1, "base"))
        told.wait(
            lambda message: (
                (message["t"] == "figures" and message["milestones"][0]["dhit"] == [0.0, 0.0, 0.0])
                or (message["t"] == "figures" and message is not first)
            )
        )
    last = told.messages[-1][1]
    assert first["milestones"][0]["dpromise"][0] > 0
    assert last["milestones"][0]["dpromise"][0] == 0


def test_curves_are_told_of_the_last_answer_and_of_the_plan_as_saved() -> None:
    told = Told()
    with _answering(told) as answering:
        assert answering.curve(["launch"]) is None
        answering.saved(Question(rev=0, read=_plan))
        answering.watch(["launch"])
        answering.ask(Question(rev=1, read=lambda: _plan(8.0)))
        message = told.wait(_whole(1))
        curve = answering.curve(["launch", "gone"])
        base = told.wait(_whole(0, "base"))
    assert curve == {"t": "curve", "rev": 1, "curves": message["curves"], "base": base["curves"]}
    assert [*message["curves"]] == ["launch"]


def test_what_is_switched_off_never_occurs_and_is_left_undone() -> None:
    off = switched_off(_plan(), ["risks.demand", "tasks.test", "risks.gone", "tasks.gone"])
    assert off.risks["demand"].probability == 0.0
    assert not off.tasks["test"].retires
    assert off.tasks["test"].duration.mean == 0.0


def test_nothing_that_is_under_way_keeps_the_threads_from_ending() -> None:
    told = Told()
    answering = Answering(told, iterations=20_000_000)
    answering.start()
    answering.ask(Question(rev=1, read=everything))
    told.wait(lambda message: message["t"] == "figures")
    answering.stop()
    assert not any(message["whole"] for _, message in told.messages)


@pytest.mark.slow
def test_sections_states_side_by_side_and_files_come_beside_figures() -> None:
    told, files = Told(), dict[str, bytes]()
    came = threading.Event()

    def done(name: str, content: bytes) -> None:
        files[name] = content
        came.set()

    with _answering(told) as answering:
        answering.show(["decisions", "drivers"])
        answering.ask(Question(rev=1, read=everything, key=1))
        section = told.wait(lambda message: message["t"] == "section" and message["name"] == "drivers")
        assert b"<section" in (answering.section(section["key"]) or b"")
        assert answering.section("gone") is None
        answering.compare([("a", Question(rev=1, read=everything, key=1)), ("b", Question(rev=1, read=_plan, key=2))])
        assert told.wait(lambda message: message["t"] == "compared")["names"] == ["a", "b"]
        answering.export("csv", Question(rev=1, read=everything, key=1), done=done, failed=pytest.fail)
        assert came.wait(_PATIENCE)
    assert [*files] == ["tables.zip"]


def test_why_there_is_no_file_is_told_to_who_asked_for_it() -> None:
    reasons, came = list[str](), threading.Event()

    def failed(reason: str) -> None:
        reasons.append(reason)
        if len(reasons) == 2:
            came.set()

    with _answering(Told()) as answering:
        answering.export("exe", Question(rev=1, read=_plan), done=lambda *_: None, failed=failed)
        answering.export("csv", Question(rev=1, read=_broken), done=lambda *_: None, failed=failed)
        assert came.wait(_PATIENCE)
    assert "ask for one of report.html, png, csv, xlsx" in reasons[0]
    assert "broken" in reasons[1]


def test_what_can_wait_gives_way_and_is_done_once_nobody_asks() -> None:
    begun, ended, done = threading.Event(), threading.Event(), list[str]()

    def slow(check: Check) -> None:
        begun.set()
        for _ in range(1_000 if not done else 1):
            check()
            time.sleep(0.01)
        done.append("slow")
        ended.set()

    background = Background(lambda name, error: done.append(f"{name}: {error}"))
    background.start()
    background.put("slow", slow)
    assert begun.wait(_PATIENCE)
    done.append("asked")
    background.asked()
    assert ended.wait(_PATIENCE)
    background.stop()
    assert done == ["asked", "slow"]
