"""What is told and drawn of calibration."""

from dataclasses import replace
from datetime import date

from matplotlib.figure import Figure

from milepost.models.actual import Actual
from milepost.simulate import run
from milepost.simulate.analysis.comparison.carried import Carried
from milepost.simulate.analysis.schedule.calibration import Calibration
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.report.media.canvas import drawing
from milepost.simulate.report.run.calibration import calibration_png, plot_calibration
from milepost.simulate.report.run.calibration_words import calibration_sentences, estimate_sentences
from tests.analysis.schedule.test_calibration import LONG, calibration, took
from tests.plans import milestone, plan, task
from tests.strategies import START

REACHED = milestone("begun", reached=START)
LATE = [12_000, 12_500, 13_000, 13_500, 14_000, 14_500]


def told(found: Calibration | None) -> str:
    return " ".join(calibration_sentences(found))


def test_a_bias_is_told_with_its_interval_and_only_where_it_is_sure() -> None:
    late = told(calibration(took(*LATE)))
    assert late.startswith("6 finished tasks took 1.3")
    assert "estimates have been too short" in late
    assert "estimates have been too long" in told(calibration(took(*[20_000 - days for days in LATE])))
    right = told(calibration(took(*[7_000, 8_000, 9_000, 11_000, 12_000, 13_000])))
    assert "does not speak against the estimates" in right
    assert "estimates have been" not in right
    assert told(None) == ""


def test_narrow_ranges_and_work_that_is_not_finished_are_told() -> None:
    assert "ranges have been too narrow" in told(calibration(took(*[5_100] * 6, *[14_900] * 6)))
    late = [*took(*LATE), task("late", LONG, actual=Actual(start=START))]
    assert told(calibration(late)).startswith("6 finished tasks and 1 under way for longer than that took ")


def test_what_is_carried_forward_is_told_with_what_its_ends_come_to_and_without_a_cure() -> None:
    ahead = replace(plan(took(*LATE), [milestone("end", "t0"), REACHED]), as_of=date(2150, 1, 1))
    played = run(ahead, iterations=256)
    ends = {1.2: played.milestone, 1.5: played.milestone}
    carried = Carried(ratio=Estimate(value=1.35, low=1.2, high=1.5), ends=ends)
    lines = [*estimate_sentences(played.changed_from(played, [], carried=carried))]
    assert lines[2:] == [
        "Here durations ahead are 1.35 times as long as estimated; at 1.20 and 1.50 times, the ends of the interval:",
        "  end: 80% by 1 Jan 2150 and 1 Jan 2150",
    ]
    assert "--calibrated" in "".join(estimate_sentences(played))
    assert "--calibrated" not in "".join(lines)
    unknown = replace(carried, ends={})
    *_, last = estimate_sentences(played.changed_from(played, [], carried=unknown))
    assert last.endswith("times as long as estimated.")


def test_the_picture_has_a_row_for_each_task_up_to_forty_and_names_of_any_length() -> None:
    many = calibration([replace(one, name="A $very$ long <b>name" * 9) for one in took(*LATE * 8)])
    picture = calibration_png(plan([]), many)
    assert picture.startswith(b"\x89PNG")
    rows = many.table.to_dict("records")
    with drawing():
        ax = Figure().add_subplot()
        plot_calibration(many, [{str(key): cell for key, cell in row.items()} for row in rows[:40]], ["x"] * 40, ax)
    assert len(ax.texts) == 2 * 40 + 1
