"""The audit measures what it says: a claim that does not hold is found, and the page has a row for every claim."""

from collections.abc import Iterator
from functools import partial
from math import inf, nan
from pathlib import Path

import numpy as np
import pytest

from milepost.simulate.analysis.statistics.proportion import Proportion
from tests.audit.__main__ import main
from tests.audit.agreement import Agreement, agree
from tests.audit.measuring import STUDIES
from tests.audit.page import BEGIN, END, PAGE, write
from tests.audit.races import COURSES, Kept, run_races
from tests.audit.study import Coverage, Said, Study, cover, said

FEW = 1
"""Seeds of each study: that it runs, not what it finds."""


def test_an_interval_that_holds_too_seldom_is_found() -> None:
    """Of 85% intervals 15% fail, which is no chance among 400 seeds; of 95% intervals 5%."""

    def read(level: float, seed: int) -> Iterator[Said]:
        share = Proportion.of(np.random.default_rng(seed).binomial(1_000, 0.5), 1_000, level=level)
        yield said("even", share.low, share.high, 0.5)

    for level, broken in ((0.95, False), (0.85, True)):
        study = Study(plan="coins", iterations=1_000, read=partial(read, level))
        (found,) = cover(study, range(400))
        assert found.verdicts == 400
        assert found.broken == broken


@pytest.mark.parametrize(
    ("low", "high", "holds"),
    [
        (0.0, 2.0, True),
        (1.0, 1.0, True),  # a point that is right
        (1.5, 2.0, False),
        (0.0, inf, True),  # an open end
        (nan, nan, None),
        (-inf, inf, None),
        ([0.0, 1.5], [2.0, 2.0], False),  # one of two
        ([0.0, nan], [2.0, nan], True),  # of one nothing is said
    ],
)
def test_an_interval_is_judged_by_the_truth(low: object, high: object, holds: bool | None) -> None:
    assert said("one", np.array(low, float), np.array(high, float), 1.0).holds is holds


def test_runs_without_a_verdict_neither_hold_nor_fail() -> None:
    found = Coverage(figure="mean", plan="rare", iterations=256)
    for holds in (True, None, None, False):
        found.count(holds)
    assert (found.verdicts, found.silent, found.share) == (2, 2, 0.5)


def test_a_guarantee_that_is_not_kept_is_found() -> None:
    kept = Kept(plan="lost")
    for number in range(60):
        kept.count(number % 2 == 0, True)
    assert kept.broken


def test_a_deviation_is_found() -> None:
    agreement = Agreement()
    agreement.compare(np.array([1.0, inf]), np.array([1.0, inf]))
    assert not agreement.broken
    agreement.compare(np.array([1e6]), np.array([1e6 + 1]))
    assert agreement.largest == pytest.approx(1e-6)
    agreement.compare(np.array([1.0]), np.array([inf]))
    assert agreement.broken


@pytest.mark.slow
def test_the_whole_audit_runs_for_a_moment_and_the_page_has_a_row_for_all_that_it_measures() -> None:
    text = PAGE.read_text()
    rows = {tuple(cell.strip() for cell in line.split("|")[1:4]) for line in text.splitlines() if line.startswith("|")}
    for study in STUDIES:
        for one in cover(study, range(FEW)):
            assert one.verdicts + one.silent == FEW
            assert (one.figure, one.plan, f"{one.iterations:,}") in rows
    for course in COURSES:
        (kept,) = run_races(course, range(1))
        assert kept.guaranteed + kept.silent == 1
        assert f"| {course.plan} |" in text
    assert not agree(0, 3).broken


def test_a_page_is_written_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    for _ in range(2):
        write("new", page)
        assert page.read_text() == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"


@pytest.mark.slow
def test_the_command_prints_the_tables_and_writes_nothing_unless_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.audit.measuring.STUDIES", STUDIES[:1])
    before = PAGE.read_bytes()
    code = main(["--seeds", "2", "--races", "0", "--plans", "10", "--workers", "1"])
    said = capsys.readouterr().out
    assert code == 0
    assert "| hit of probability 0.5 | tasks of uniform durations | 256 |" in said
    assert "10 random plans" in said
    assert PAGE.read_bytes() == before
