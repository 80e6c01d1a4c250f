"""A plan that has everything a page tells of, whose names are written to break it."""

from dataclasses import replace
from datetime import date
from typing import Final

from milepost.models import Level, Scenario
from milepost.models.distributions import Pert
from milepost.models.money import Budget, Invoice, Value
from milepost.models.tolerance import Tolerance
from tests.plans import milestone, plan, risk, task

SCRIPT: Final = "<script>document.title='broken'</script>"
QUOTES: Final = "\"quoted\" 'single' `back` & {{ 7 * 7 }}"
FORMULA: Final = "=cmd|' /C calc'!A0"
ARABIC: Final = "\u0627\u0644\u0645\u0631\u062d\u0644\u0629 1"
STEERING: Final = "turned\u202e\x1b[31m\x00"

_WORK: Final = Pert(low=2.0, mode=4.0, high=12.0)


def hostile(*, as_of: date | None = None) -> Scenario:
    """Return the plan, with a status where a day is given."""
    scenario = plan(
        [
            task("probe", _WORK, name=QUOTES, owner=SCRIPT, retires={"fatal": 0.5}, cost=100.0),
            task("work", _WORK, "probe", name=SCRIPT, cost=100.0),
            task("other", _WORK, name=ARABIC, daily=10.0),
        ],
        [
            milestone("probed", "probe", name=ARABIC, level=Level.MINOR, due=date(2026, 1, 12)),
            milestone(
                "end",
                *("work", "other"),
                name=SCRIPT,
                due=date(2026, 1, 16),
                owner=QUOTES,
                deliverables=(FORMULA, SCRIPT),
                value=Value(amount=900.0),
                invoice=Invoice(amount=300.0),
            ),
            milestone("later", "end", name=STEERING, due=date(2026, 1, 22)),
        ],
        [
            risk("fatal", 0.3, name=FORMULA, acceptable=0.2, exposes=("work",), delay=1.0, stop=True),
            risk("slow", 0.6, name=SCRIPT, category=QUOTES, acceptable=0.2, exposes=("other", "work"), delay=5.0),
        ],
        budget=Budget(total=500),
        tolerance=Tolerance(gap=0.05),
    )
    named = replace(scenario, name=SCRIPT, currency="<b>EUR</b>")
    return named if as_of is None else replace(named, as_of=as_of)
