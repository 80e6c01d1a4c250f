from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from milepost.simulate.batch.report import ranking_picture, sweep_picture
from milepost.simulate.batch.report.rank import Ranking
from milepost.simulate.batch.report.ranking_picture import ranking_png
from milepost.simulate.batch.report.sweep import Sweep
from milepost.simulate.batch.report.sweep_picture import sweep_png
from milepost.simulate.batch.row import RunRow
from milepost.simulate.report.media import canvas
from tests.batches import failed_row, money, row

EVIL = "a $x_1$ =SUM(1) <b> and a name that goes on for longer than anybody would want to read it on a board"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Figure]:
    """Return the figure that the last picture was made of."""
    figures: list[Figure] = []
    render = canvas.png

    def kept(figure: Figure) -> bytes:
        figures.append(figure)
        return render(figure)

    for module in (ranking_picture, sweep_picture):
        monkeypatch.setattr(module, "png", kept)
    return lambda _bytes: figures[-1]


def ranking(rows: list[RunRow], *swept: str) -> bytes:
    return ranking_png(Ranking.of(rows, swept, most=40), runs=len(rows))


def swept(rows: list[RunRow], *paths: str) -> bytes:
    sweep = Sweep.of(rows, paths)
    assert sweep is not None
    return sweep_png(sweep)


def texts_of(figure: Figure) -> list[Any]:
    """Return every text that is seen."""
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]  # matplotlib has no hint for it
    ticks = [tick for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for tick in axis.get_major_ticks()]
    unseen = {id(tick.label1) for tick in ticks if not in_view(tick)}
    texts: list[Any] = figure.findobj(Text)
    return [one for one in texts if one.get_visible() and one.get_text().strip() and id(one) not in unseen]


def in_view(tick: Any) -> bool:
    axis = tick.axes.xaxis if tick in tick.axes.xaxis.get_major_ticks() else tick.axes.yaxis
    low, high = sorted(axis.get_view_interval())
    return bool(low <= tick.get_loc() <= high)


def occupied(text: Any) -> Bbox:
    """Return where a text is; of one at a slant its end, since the box around it is mostly empty."""
    box: Bbox = text.get_window_extent()
    return Bbox([[box.x1 - 12, box.y1 - 12], [box.x1, box.y1]]) if text.get_rotation() == 30 else box


def assert_legible(figure: Figure) -> None:
    """See that no text is cut off and that none lies upon another."""
    texts = texts_of(figure)
    for text in texts:
        box = text.get_window_extent()
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= figure.bbox.x1, text
        assert box.y1 <= figure.bbox.y1, text
    for one, other in combinations(texts, 2):
        first, second = occupied(one), occupied(other)
        width = min(first.x1, second.x1) - max(first.x0, second.x0)
        height = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert width <= 1 or height <= 1, (one, other)


PICTURES = {
    "numbers": lambda: swept([row(burn=burn) for burn in (1000.0, 1500.0, 2000.0)], "budget.burn"),
    "lists": lambda: swept([row(name=text) for text in ("[20, 30, 40]", "[30, 40, 60]")], "name"),
    "texts": lambda: swept([row(name=f"{k} {EVIL}") for k in range(12)], "name"),
    "orderings": lambda: swept(
        [row(burn=burn, ordering=f"{k} {EVIL}") for k in range(8) for burn in (1.0, 2.0)], "budget.burn"
    ),
    "heat map": lambda: swept(
        [row(burn=x, hit=x / 40, settings={"x": y}) for x in map(float, range(30, 42)) for y in map(float, range(9))],
        *("budget.burn", "x"),
    ),
    "heat maps of lists": lambda: swept(
        [
            row(burn=burn, name=f"[{k}, 30, 40, 50, 60]", ordering=f"{order} {EVIL}")
            for order in range(3)
            for burn in (1.0, 2.0)
            for k in range(8)
        ],
        *("name", "budget.burn"),
    ),
    "a failed cell": lambda: swept(
        [
            row(burn=1.0, settings={"x": 1.0}),
            failed_row("bad", settings={"x": 1.0}),
            row(burn=1.0, settings={"x": 2.0}),
            row(burn=9.0, settings={"x": 2.0}),
        ],
        *("budget.burn", "x"),
    ),
    "ranking by hit": lambda: ranking([row(file=f"{k} {EVIL}", ordering=EVIL, hit=k / 40) for k in range(41)]),
    "ranking by net": lambda: ranking([row(net=1e6 * k, burn=float(k)) for k in range(3)], "budget.burn"),
    "ranking by date": lambda: ranking([row({"end": (None, None)}, burn=k, days=k) for k in (1.0, 2.0)], "budget.burn"),
    "ranking of two": lambda: ranking([row(burn=1.0, hit=0.0), row(burn=2.0, hit=1.0)], "budget.burn"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_no_text_of_a_picture_is_cut_off_or_lies_upon_another(name: str, drawn: Callable[[bytes], Figure]) -> None:
    assert_legible(drawn(PICTURES[name]()))


@pytest.mark.slow
def test_axes_say_what_they_show_and_in_which_unit(drawn: Callable[[bytes], Figure]) -> None:
    rows = [
        row(burn=burn, currency="EUR", settings={"tasks.a.duration": days})
        for burn in (1.0, 2.0)
        for days in (3.0, 4.0)
    ]
    lines = drawn(swept(rows[::2], "budget.burn")).axes[0]
    assert lines.get_xlabel() == "Budget: burn [EUR per working day]"
    assert lines.get_ylabel().startswith("Hit: reached by the due date")
    heat, bar = drawn(swept(rows, "budget.burn", "tasks.a.duration")).axes
    assert heat.get_ylabel() == "a: duration [working days]"
    assert bar.get_ylabel() == "Hit: reached by the due date"
    net = [replace(one, net=money(2.0)) for one in rows]
    assert "[EUR]" in drawn(ranking(net, "budget.burn")).axes[0].get_xlabel()


def test_a_line_is_broken_where_a_run_failed_and_has_its_interval_around_it(drawn: Callable[[bytes], Figure]) -> None:
    rows = [row(burn=burn, hit=0.5) for burn in (1.0, 2.0, 3.0)]
    rows.insert(2, failed_row("bad", burn=2.5))
    ax = drawn(swept(rows, "budget.burn")).axes[0]
    (line,) = ax.lines
    assert np.array_equal(line.get_ydata(), [0.5, 0.5, np.nan, 0.5], equal_nan=True)
    heights = np.concatenate([path.vertices[:, 1] for path in ax.collections[0].get_paths()])  # type: ignore[index]  # an array
    assert (heights.min(), heights.max()) == (pytest.approx(0.47), pytest.approx(0.53))


def test_nothing_joins_values_between_which_there_is_nothing(drawn: Callable[[bytes], Figure]) -> None:
    ax = drawn(swept([row(name=text) for text in ("one", "two", "three")], "name")).axes[0]
    assert [line.get_linestyle() for line in ax.lines if line.get_marker() == "o"] == ["None"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["one", "two", "three"]


def test_series_differ_in_more_than_colour(drawn: Callable[[bytes], Figure]) -> None:
    rows = [row(burn=burn, ordering=f"order {k}") for k in range(8) for burn in (1.0, 2.0)]
    lines = drawn(swept(rows, "budget.burn")).axes[0].lines
    assert len({line.get_marker() for line in lines}) == len({line.get_color() for line in lines}) == 8


def test_a_cell_says_its_hit_without_rounding_to_never_or_always(drawn: Callable[[bytes], Figure]) -> None:
    hits = {(1.0, 1.0): 0.0004, (1.0, 2.0): 0.9996, (2.0, 1.0): 0.456}
    rows = [row(burn=x, hit=hit, settings={"x": y}) for (x, y), hit in hits.items()]
    rows.append(failed_row("bad", burn=2.0, settings={"x": 2.0}))
    ax = drawn(swept(rows, "budget.burn", "x")).axes[0]
    assert sorted(text.get_text() for text in ax.texts) == ["-", "46%", "<1%", ">99%"]


def test_what_the_font_cannot_draw_is_numbered(drawn: Callable[[bytes], Figure]) -> None:
    rows = [
        row(file=file, ordering=order) for file in ("a.yaml", "\U000f1234.yaml") for order in ("in force", "\U000f1235")
    ]
    texts = [text.get_text() for text in texts_of(drawn(ranking(rows)))]
    assert {"Plan (a.yaml)", "Plan (file 2)", "in force", "alternative 1"} <= set(texts)
    lines = [replace(one, settings={"budget.burn": burn}) for one in rows for burn in (1.0, 2.0)]
    figure = drawn(swept(lines, "budget.burn"))
    assert [text.get_text() for text in figure.legends[0].get_texts()] == [
        "launch, Plan (a.yaml), in force",
        "launch, Plan (a.yaml), alternative 1",
        "launch, Plan (file 2), in force",
        "launch, Plan (file 2), alternative 1",
    ]


@pytest.mark.slow
def test_the_same_rows_give_the_same_bytes() -> None:
    assert PICTURES["heat maps of lists"]() == PICTURES["heat maps of lists"]()


NAMES = {"milestones.launch": "App on sale", "tasks.a": "Build it"}


def sweep_of(rows: list[RunRow], *paths: str, drawn: Callable[[bytes], Figure]) -> Figure:
    sweep = Sweep.of(rows, paths)
    assert sweep is not None
    return drawn(sweep_png(sweep, names=lambda _file: NAMES))


def test_pictures_have_names_and_not_the_ids_of_milestones_and_tasks(drawn: Callable[[bytes], Figure]) -> None:
    rows = [row(hit=hit, settings={"tasks.a.duration": days}) for days, hit in ((3.0, 0.5), (4.0, 0.2))]
    figure = sweep_of(rows, "tasks.a.duration", drawn=drawn)
    assert figure.axes[0].get_xlabel() == "Build it: duration [working days]"
    assert "App on sale is hit in 20% to 50% of cases" in [text.get_text() for text in figure.texts]
    best = Ranking.of(rows, ["tasks.a.duration"], most=40)
    texts = [text.get_text() for text in drawn(ranking_png(best, runs=2, names=lambda _file: NAMES)).texts]
    assert "Build it:\nduration [working days]" in texts
    assert "2 runs by hit of App on sale" in texts


def test_the_file_stands_beside_a_plan_only_where_two_plans_have_one_name(drawn: Callable[[bytes], Figure]) -> None:
    rows = [row(file="a.yaml", name="Same"), row(file="b.yaml", name="Same"), row(file="c.yaml", name="Other")]
    texts = {text.get_text() for text in texts_of(drawn(ranking(rows)))}
    assert {"Same (a.yaml)", "Same (b.yaml)", "Other"} <= texts


@pytest.mark.parametrize(("times", "said"), [(("x", "x"), True), (("x", "y"), False), (("", ""), False)])
def test_that_a_value_changes_no_date_is_said_only_where_all_times_are_equal(
    times: tuple[str, str], said: bool, drawn: Callable[[bytes], Figure]
) -> None:
    """Two equal hits, with intervals of any width, are no proof."""
    rows = [row(burn=k, hit=0.5, times_sha256=one, cost=money(100.0 * k)) for k, one in enumerate(times, 1)]
    texts = " ".join(text.get_text() for text in sweep_of(rows, "budget.burn", drawn=drawn).texts)
    assert ("Budget: burn changes no date" in texts) is said
    assert ("the mean cost goes from 100 to 200" in texts) is said


def test_the_axis_is_fitted_to_what_varies_and_says_which_part_is_shown(drawn: Callable[[bytes], Figure]) -> None:
    rows = [row(burn=burn, hit=hit) for burn, hit in ((1.0, 0.62), (2.0, 0.66))]
    ax = drawn(swept(rows, "budget.burn")).axes[0]
    low, high = ax.get_ylim()
    assert 0.5 < low < 0.59
    assert 0.69 < high < 0.75
    assert "55% to 70% shown" in ax.get_ylabel()
