"""The limits that the documentation states are those that the code checks: at one a plan is read, beyond it not."""

from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from scipy import stats

from milepost.models import ScenarioError, read_scenario
from milepost.models.bounds import LARGEST_AMOUNT, SMALLEST_NUMBER
from milepost.models.calendar import EARLIEST, LATEST, LONGEST_DAY, SHORTEST_DAY
from milepost.models.distributions.continuous import LEAST_SHAPE, MOST_SHAPE, WIDEST_SIGMA
from milepost.models.distributions.three_point import LEAST_WEIGHT, MOST_WEIGHT
from milepost.models.file.fields import LARGEST_FACTOR
from milepost.models.file.quantity import LONGEST
from milepost.models.file.source import DEEPEST, LARGEST, MOST_ALIASED
from milepost.models.link import LARGEST_SHARE, LONGEST_LAG
from milepost.models.milestone import LARGEST_WEIGHT
from milepost.models.money import LONGEST_TERMS
from milepost.models.orderings import MOST_ALTERNATIVES, MOST_CREWS
from milepost.models.problem import MOST_PROBLEMS
from milepost.models.resource import MOST_UNITS
from milepost.models.rounds import MOST_ROUNDS
from milepost.models.rules.scenario import LONGEST_WORK
from milepost.models.tolerance import LARGEST_GAP
from milepost.simulate import run
from milepost.simulate.report.page.page import report_page
from milepost.simulate.report.run.files import report_files

PAGE: Final = Path(__file__).parents[3] / "docs" / "scenario-file.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """
    The limits of a number in a plan.

    Parameters
    ----------
    of
        What it is, as the documentation says it.
    low, high
        The least and the largest that it may be.
    part
        Where it stands: a part of a plan with `@` in its place, as a task's or the plan's.
    whole
        Whether only whole numbers may stand there.
    """

    of: str
    low: float
    high: float
    part: str
    whole: bool = False

    def line(self) -> str:
        """Write the line of the documentation's table."""
        return f"| {self.of} | {_plain(self.low)} | {_plain(self.high)} |"

    def plan(self, number: float) -> str:
        """Write a plan with a number in the place."""
        part = self.part.replace("@", f"{number:.17g}")
        return f"start: 2026-01-05\n{part}" + ("" if "tasks:" in part else "tasks: {a: {duration: 1}}\n")

    def beyond(self) -> list[float]:
        """Return the numbers just outside."""
        if self.whole:
            return [self.low - 1, self.high + 1]
        return [self.low - 1e-6 * (abs(self.low) or 1.0), self.high + 1e-6 * abs(self.high)]


def task(text: str) -> str:
    """Write a part with one task."""
    return f"tasks: {{a: {text}}}\n"


def milestone(text: str) -> str:
    """Write a part with one milestone."""
    return f"tasks: {{a: {{duration: 1}}}}\nmilestones: {{m: {{after: [a], {text}}}}}\n"


def risk(text: str) -> str:
    """Write a part with one risk."""
    return f"tasks: {{a: {{duration: 1}}}}\nrisks: {{r: {{probability: 0.5, exposes: [a], {text}}}}}\n"


P90: Final = exp(WIDEST_SIGMA * float(stats.norm.ppf(0.9)))
TWO: Final = "tasks: {a: {duration: 1}, b: {duration: 1, after: [a], @}}\n"
LIMITS: Final = (
    Limit(of="a duration, in working days", low=0, high=LONGEST, part=task("{duration: @}")),
    Limit(of="a `delay`, in working days", low=-LONGEST, high=LONGEST, part=risk("delay: @")),
    Limit(of="a `stretch`", low=0, high=LARGEST_FACTOR, part=risk("stretch: @")),
    Limit(of="a `weight` of `pert`", low=LEAST_WEIGHT, high=MOST_WEIGHT,
          part=task("{duration: {pert: [1, 2, 4], weight: @}}")),
    Limit(of="the 90th percentile of a `lognormal`, in medians", low=1, high=P90,
          part=task("{duration: {lognormal: {p50: 1, p90: @}}}")),
    Limit(of="the `shape` of a `weibull`", low=LEAST_SHAPE, high=MOST_SHAPE,
          part=task("{duration: {weibull: {shape: @, scale: 9}}}")),
    Limit(of="a weight of `discrete`", low=0, high=LARGEST_AMOUNT,
          part=task("{duration: {discrete: {values: [1, 2], weights: [1, @]}}}")),
    Limit(of="`calendar.day`, in hours", low=SHORTEST_DAY, high=LONGEST_DAY,
          part="calendar: {hours: 07:00-15:00, day: @}\n" + task("{duration: 1}")),
    Limit(of="a lag, in working days", low=-LONGEST_LAG, high=LONGEST_LAG,
          part="tasks: {a: {duration: 1}, b: {duration: 1, after: [a FS@]}}\n"),
    Limit(of="a lag, in % of the predecessor's duration", low=-100 * LARGEST_SHARE, high=100 * LARGEST_SHARE,
          part="tasks: {a: {duration: 1}, b: {duration: 1, after: [a FS@%]}}\n"),
    Limit(of="a lag, in elapsed days", low=-LONGEST_LAG, high=LONGEST_LAG,
          part="tasks: {a: {duration: 1}, b: {duration: 1, after: [a FS@ed]}}\n"),
    Limit(of="a work's `cost` or `daily`", low=0, high=LARGEST_AMOUNT, part=task("{duration: 1, daily: @, cost: @}")),
    Limit(of="`rounds.pass`", low=SMALLEST_NUMBER, high=1, part=task("{duration: 1, rounds: {pass: @, at_most: 9}}")),
    Limit(of="`rounds.at_most`", low=1, high=MOST_ROUNDS, whole=True,
          part=task("{duration: 1, rounds: {pass: 0.01, at_most: @}}")),
    Limit(of="a risk's `probability`, or a share that `retires`", low=0, high=1,
          part="tasks: {a: {duration: 1, retires: {r: @}}, b: {duration: 1}}\n"
               "risks: {r: {probability: @, exposes: [b]}}\n"),
    Limit(of="a risk's `cost`", low=-LARGEST_AMOUNT, high=LARGEST_AMOUNT, part=risk("cost: @")),
    Limit(of="a correlation's `rho`", low=0, high=1,
          part="tasks: {a: {duration: 1}, b: {duration: 1}}\ncorrelations: [{tasks: [a, b], rho: @}]\n"),
    Limit(of="`crews`", low=1, high=MOST_CREWS, whole=True,
          part="tasks: {a: {duration: 1}, b: {duration: 1}}\norderings: {among: [a, b], crews: @}\n"),
    Limit(of="a resource's `capacity`", low=1, high=MOST_UNITS, whole=True,
          part="tasks: {a: {duration: 1}}\nresources: {r: {capacity: @}}\n"),
    Limit(of="a need of units", low=1, high=MOST_UNITS, whole=True,
          part="tasks: {a: {duration: 1, needs: {r: @}}}\nresources: {r: {capacity: 1000}}\n"),
    Limit(of="a milestone's `weight`", low=0, high=LARGEST_WEIGHT,
          part="tasks: {a: {duration: 1}}\nmilestones: {m: {after: [a], weight: @}, n: {weight: 1}}\n"),
    Limit(of="a `value`'s amounts", low=0, high=LARGEST_AMOUNT,
          part=milestone("due: 2026-01-05, value: {amount: @, per_day_late: @, at_most: @}")),
    Limit(of="an `invoice`'s amount", low=0, high=LARGEST_AMOUNT, part=milestone("invoice: {amount: @}")),
    Limit(of="an `invoice`'s `terms`, in days", low=0, high=LONGEST_TERMS, whole=True,
          part=milestone("invoice: {amount: 1, terms: @}")),
    Limit(of="`budget.total`", low=SMALLEST_NUMBER, high=LARGEST_AMOUNT, part=milestone("due: 2026-01-05").replace(
        "tasks", "budget: {total: @, burn: 1}\ntasks")),
    Limit(of="`budget.spent`", low=0, high=LARGEST_AMOUNT, part="as_of: 2026-01-05\nbudget: {spent: @}\n"),
    Limit(of="`budget.burn`", low=0, high=LARGEST_AMOUNT, part="budget: {total: 1e-9, burn: @}\n" + milestone("")),
    Limit(of="`tolerance.hit`", low=SMALLEST_NUMBER, high=1 - SMALLEST_NUMBER,
          part="tolerance: {hit: @}\n" + milestone("due: 2026-01-05")),
    Limit(of="`tolerance.gap`", low=SMALLEST_NUMBER, high=LARGEST_GAP,
          part="budget: {total: 9, burn: 1}\ntolerance: {gap: @}\n" + milestone("due: 2026-01-05")),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.of)
def test_a_number_at_its_limit_is_played_and_one_beyond_it_refused(limit: Limit, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    for number in (limit.low, limit.high):
        at_most = number if not limit.of.startswith("a lag") else f"{number:+.0f}"
        path.write_text(limit.plan(number).replace(f"FS{number:.17g}", f"FS{at_most}"))
        result = run(read_scenario(path), iterations=64, threads=1)
        assert np.isfinite(result.cost).all()
        assert np.isfinite(result.outcome.task_finish["a"]).all()
        assert all(report_files(result, pages={"report.html": report_page(result)}).values())
    for number in limit.beyond():
        path.write_text(limit.plan(number).replace(f"FS{number:.17g}", f"FS{number:+.6f}"))
        with pytest.raises(ScenarioError):
            read_scenario(path)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.of)
def test_the_documentation_states_each_limit(limit: Limit) -> None:
    assert limit.line() in PAGE.read_text(encoding="utf-8").splitlines()


def test_the_documentation_states_what_holds_of_a_whole_plan() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    for said in (
        f"0, or from {_plain(SMALLEST_NUMBER)} to {_plain(LARGEST_AMOUNT)}",
        f"Dates lie between {EARLIEST.year} and {LATEST.year}",
        f"more than {LONGEST_WORK:,.0f} working days",
        f"{MOST_ALTERNATIVES} alternatives",
        f"{LARGEST // 2**20} MB",
        f"{DEEPEST} levels",
        f"{MOST_ALIASED:,} values",
        f"first {MOST_PROBLEMS} problems",
    ):
        assert said in text, said


@pytest.mark.slow
def test_all_numbers_at_their_limits_at_once_leave_a_report_of_numbers(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        "start: 2199-12-31\n"
        "budget: {total: 1e-9, burn: 1e15}\n"
        "tolerance: {gap: 1e-9}\n"
        "tasks:\n"
        "  a: {duration: 100000, cost: 1e15, daily: 1e15, rounds: {pass: 1e-9, at_most: 10}, retires: {r: 1e-9}}\n"
        "  b: {duration: {lognormal: {p50: 4000, p90: 98000}}, after: [a FS+100000], daily: 1e15}\n"
        "risks: {r: {probability: 1, exposes: [b], stretch: 1000, delay: 100000, cost: 1e15}}\n"
        "milestones:\n"
        "  m: {due: 2199-12-31, after: [b], weight: 1e6, invoice: {amount: 1e15, terms: 3650},\n"
        "      value: {amount: 1e15, per_day_late: 1e15}}\n"
        "  n: {due: 1900-01-01, weight: 1e-9}\n".replace("1900-01-01", "2199-12-31")
    )
    result = run(read_scenario(path), iterations=64, threads=1)
    assert np.isfinite(result.cost).all()
    assert all(report_files(result, pages={"report.html": report_page(result)}).values())


def _plain(number: float) -> str:
    """Write a number as people do."""
    if float(number).is_integer():
        return f"{number:,.0f}" if abs(number) < LARGEST_AMOUNT else f"{'-' if number < 0 else ''}10^15"
    return f"{number:.9f}".rstrip("0") if number < 1 else f"{number:.1f}"
