"""The waterfalls as they stand in the summary of a run."""

from typing import Any

from milepost.simulate.analysis.drivers.categories import Categories
from milepost.simulate.analysis.drivers.waterfall import Waterfall
from milepost.simulate.report.media.json import known


def waterfall_document(categories: Categories) -> dict[str, Any]:
    """Return how dates [working days], hits [percentage points] and money [currency] build up, by milestone id."""
    return {
        "milestones": {
            id: {
                "promise": {**_steps(one.promise), "plan_date": one.plan_date, "total_date": one.promise_date},
                "hit": None if one.hit is None else _steps(one.hit),
            }
            for id, one in categories.milestones.items()
        },
        "cost": _steps(categories.cost),
    }


def _steps(waterfall: Waterfall) -> dict[str, Any]:
    document: dict[str, Any] = known(
        {
            "plan": waterfall.plan,
            "bars": [
                {"step": str(bar.step), "name": str(bar.name), **bar.change.columns("change")} for bar in waterfall.bars
            ],
            **waterfall.total.columns("total"),
            "not_told_apart": waterfall.tied,
        }
    )
    return document
