"""The cover of a run's workbook: what it says before its tables."""

from collections.abc import Mapping

from milepost.simulate.report.media.pictures import basis_words
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
    scenario = result.scenario
    return Cover(
        title=scenario.name,
        lines=[
            f"{run_basis(result)}.",
            *(() if result.today is None else (today_sentence(result.today, scenario.currency),)),
            *schedule_sentences(result),
            *stopping_sentences(result),
            *cost_sentences(result),
            "The columns are those of the CSV files; [+] above a column opens how sure its figures are.",
        ],
        pictures={name: content for name, content in pictures.items() if name.endswith(".png")},
    )


def run_basis(result: Result) -> str:
    """Return what the figures of a run rest on."""
    return basis_words(
        iterations=result.outcome.iterations,
        seed=result.outcome.seed,
        confidence=result.confidence,
        as_of=result.scenario.as_of,
    )
