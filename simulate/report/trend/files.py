"""Everything that the trend of a plan leaves in its folder."""

from collections.abc import Collection, Iterable
from typing import Any

from milepost.simulate.analysis.statistics.rows import Row
from milepost.simulate.history.review import Review
from milepost.simulate.report.media.csv import csv_bytes
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.media.folder import TREND_RECORD
from milepost.simulate.report.media.json import json_text, known
from milepost.simulate.report.media.pictures import PLAIN_LOOK, Look, basis_words, written
from milepost.simulate.report.media.plan_file import PlanFile
from milepost.simulate.report.media.versions import versions
from milepost.simulate.report.trend.picture import trend_png
from milepost.simulate.report.trend.reviewed import Between, Reviewed
from milepost.simulate.report.trend.sentences import move_sentences, trend_sentences
from milepost.simulate.report.trend.table import (
    milestone_row,
    move_rows,
    move_table,
    plan_row,
    plan_table,
    trend_table,
)


def trend_files(
    reviewed: Reviewed, *, plan: PlanFile, csv_style: CsvStyle = CsvStyle.PLAIN, look: Look = PLAIN_LOOK
) -> dict[str, bytes]:
    """Make the files of a trend, whose record names the plan at the bottom: contents by name, the record last."""
    trend, between = reviewed.trend, reviewed.between
    files = {
        "trend.csv": csv_bytes(trend_table(trend), csv_style),
        "trend_plan.csv": csv_bytes(plan_table(trend), csv_style),
    }
    if between is not None:
        files["moves.csv"] = csv_bytes(move_table(between), csv_style)
    last = trend.last
    footer = basis_words(iterations=last.iterations, seed=last.seed, confidence=last.confidence, as_of=last.as_of)
    files |= written(lambda: _pictures(reviewed), look=look, footer=footer)
    record = _document(reviewed, files=[*files, TREND_RECORD], plan=plan, csv_style=csv_style)
    return {**files, TREND_RECORD: record.encode()}


def _pictures(reviewed: Reviewed) -> dict[str, bytes]:
    """Draw the picture; of a plan with neither milestones nor a budget there is none."""
    picture = trend_png(reviewed)
    return {} if picture is None else {"trend.png": picture}


def _document(reviewed: Reviewed, *, files: Iterable[str], plan: PlanFile, csv_style: CsvStyle) -> str:
    """Write a trend as JSON: the reviews, what moved the milestones between two of them, sentences, and the record."""
    trend, between = reviewed.trend, reviewed.between
    told = {one.id for one in trend.headline}
    document = {
        "plan": {"name": trend.last.name, "file": trend.last.file},
        "reviews": [_review(one, told=told) for one in trend.reviews],
        "moves": None if between is None else _moves(between),
        "sentences": [*trend_sentences(trend), *move_sentences(reviewed)],
        "record": {
            "versions": versions(),
            "plan": plan.document(),
            "scenario_sha256": trend.last.scenario_sha256,
            "seed": None if between is None else between.seed,
            "iterations": None if between is None else between.iterations,
            "csv_style": csv_style,
            "files": sorted(files),
        },
    }
    return json_text(document) + "\n"


def _review(review: Review, *, told: Collection[str]) -> dict[str, Any]:
    """Return what a review said, and of the milestones that are told, by id."""
    digests = ("scenario_sha256", "plan_sha256", "status_sha256")
    milestones = {id: one for id, one in review.milestones.items() if id in told}
    return {
        **known(plan_row(review)),
        "recorded": review.recorded.isoformat(),
        **{name: getattr(review, name) for name in (*digests, "versions")},
        "milestones": {id: known(_without(milestone_row(one), "milestone")) for id, one in milestones.items()},
    }


def _moves(between: Between) -> dict[str, Any]:
    """Return what moved the milestones by id and figure, and the cost of the plan."""
    milestones: dict[str, dict[str, Any]] = {}
    plan: dict[str, Any] = {}
    for row in move_rows(between):
        of = milestones.setdefault(str(row["milestone"]), {}) if row["milestone"] else plan
        of[str(row["figure"])] = known(_without(row, "milestone", "name", "figure", "from", "to"))
    return {
        "from": between.before.reviewed,
        "to": between.after.reviewed,
        "obstacle": between.moves.obstacle,
        "milestones": milestones,
        "plan": plan,
    }


def _without(row: Row, *columns: str) -> Row:
    return {name: cell for name, cell in row.items() if name not in columns}
