"""The cover of a run's workbook: what it says before its tables."""

from collections.abc import Mapping

from milepost.simulate.report.media.words import counted, percent
from milepost.simulate.report.media.workbook import Cover
from milepost.simulate.report.run.sentences import (
    cost_sentences,
    schedule_sentences,
    stopping_sentences,
    today_sentence,
)
from milepost.simulate.result import Result


def run_cover(result: Result, pictures: Mapping[str, bytes]) -> Cover:
    """Return what stands on the first sheet: the plan, what the run rests on, what it says, and the pictures."""
    scenario, outcome = result.scenario, result.outcome
    return Cover(
        title=scenario.name,
        lines=[
            f"{counted(outcome.iterations, 'case')}, seed {outcome.seed}; "
            f"promise dates are kept with {percent(result.confidence)} probability.",
            *(() if result.today is None else (today_sentence(result.today, scenario.currency),)),
            *schedule_sentences(result),
            *stopping_sentences(result),
            *cost_sentences(result),
            "The columns are those of the CSV files; [+] above a column opens how sure its figures are.",
        ],
        pictures=pictures,
    )
