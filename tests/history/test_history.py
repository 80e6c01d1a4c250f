"""A history keeps what it is given, whole, whoever else writes, and touches no file that is not one."""

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from milepost.models.file.reader import review
from milepost.simulate import run
from milepost.simulate.history.history import History, HistoryError
from milepost.simulate.history.review import Review

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def reviewed(name: str, *, iterations: int = 500, seed: int = 0) -> Review:
    found = review(SCENARIOS / f"{name}.yaml")
    result = run(found.scenario, iterations=iterations, seed=seed)
    return Review.of(result, plan=found.text, file=found.bottom.name, place="here", versions={"milepost": "1"})


@pytest.fixture(scope="module")
def week_9() -> Review:
    return reviewed("hr_app_week_9", seed=2**64 - 1)


def test_what_is_recorded_is_read_again_to_the_last_bit_in_the_sequence_of_its_days(
    tmp_path: Path, week_9: Review
) -> None:
    kept = History(tmp_path / "history.sqlite")
    given = [week_9, reviewed("hr_app"), reviewed("minimal", iterations=1), reviewed("gates")]
    for one in given:
        kept.record(one)
    kept.record(replace(week_9, place="there"))
    in_turn = sorted(given, key=lambda one: one.reviewed)
    assert [*map(repr, kept.reviews("here"))] == [*map(repr, in_turn)]  # what is not known equals nothing
    assert [one.place for one in kept.reviews("there")] == ["there"]
    assert kept.reviews("nowhere") == ()


def test_a_review_tells_where_money_and_milestones_stood(week_9: Review) -> None:
    plan = reviewed("hr_app")
    assert (plan.spent, plan.progress, plan.as_of) == (0.0, 0.0, None)
    assert week_9.spent == 171_000
    assert week_9.burn == pytest.approx(171_000 / 1_100_000)
    assert week_9.plan_sha256 == plan.plan_sha256, "what it is called is not the plan"
    assert week_9.status_sha256 != plan.status_sha256
    assert str(week_9.milestones["vision_fit"].reached_on) == "2026-01-15"


def test_tables_are_strict_and_written_ahead(tmp_path: Path, week_9: Review) -> None:
    path = tmp_path / "history.sqlite"
    History(path).record(week_9)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
            connection.execute("UPDATE reviews SET spent = 'much'")


def record(path: Path, review: Review, count: int) -> None:
    for number in range(count):
        History(path).record(replace(review, seed=number))


@pytest.mark.slow
def test_recorders_at_once_lose_nothing(tmp_path: Path, week_9: Review) -> None:
    path, count, recorders = tmp_path / "history.sqlite", 15, 4
    with ProcessPoolExecutor(recorders, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(record, path, week_9, count) for _ in range(recorders)]:
            done.result()
    reviews = History(path).reviews("here")
    assert sorted(one.seed for one in reviews) == sorted([*range(count)] * recorders)
    assert all(one.milestones.keys() == week_9.milestones.keys() for one in reviews)


def test_a_review_that_fails_halfway_leaves_nothing(tmp_path: Path, week_9: Review) -> None:
    kept = History(tmp_path / "history.sqlite")
    kept.record(week_9)
    wrong = replace(week_9.milestones["market_fit"], level=None)  # type: ignore[arg-type]  # what the table refuses
    with pytest.raises(HistoryError, match="NOT NULL"):
        kept.record(replace(week_9, seed=1, milestones={**week_9.milestones, "market_fit": wrong}))
    assert [one.seed for one in kept.reviews("here")] == [week_9.seed]


def test_files_that_are_no_history_are_refused_and_left_alone(tmp_path: Path, week_9: Review) -> None:
    text, other, later = tmp_path / "a.sqlite", tmp_path / "b.sqlite", tmp_path / "c.sqlite"
    text.write_text("name: Plan\n" * 200, encoding="utf-8")
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE accounts (id INTEGER)")
    History(later).record(week_9)
    with sqlite3.connect(later) as connection:
        connection.execute("PRAGMA user_version = 1000")
    for path, words in ((text, "not a history"), (other, "another program"), (later, "later Milepost")):
        before = path.read_bytes()
        with pytest.raises(HistoryError, match=words) as refused:
            History(path).record(week_9)
        assert path.name in str(refused.value)
        with pytest.raises(HistoryError, match=words):
            History(path).reviews("here")
        assert path.read_bytes() == before
    with pytest.raises(HistoryError, match="record a review with milepost run FILE --record"):
        History(tmp_path / "none.sqlite").reviews("here")
    assert not (tmp_path / "none.sqlite").exists()


def test_what_somebody_has_damaged_is_told_with_its_file(tmp_path: Path, week_9: Review) -> None:
    path = tmp_path / "history.sqlite"
    History(path).record(week_9)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE reviews SET reviewed = 'yesterday'")
    with pytest.raises(HistoryError, match=r"history\.sqlite has been damaged"):
        History(path).reviews("here")


def test_a_loop_of_links_is_told_as_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").symlink_to("b.sqlite")
    (tmp_path / "b.sqlite").symlink_to("a.sqlite")
    with pytest.raises(HistoryError, match="is not there"):
        History(tmp_path / "a.sqlite").reviews("here")


def test_a_history_in_a_folder_that_nobody_may_write_to_can_be_read(
    tmp_path: Path, week_9: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process of the superuser may write everywhere, so the folder only says that it may not."""
    path = tmp_path / "history.sqlite"
    History(path).record(week_9)
    monkeypatch.setattr("os.access", lambda *_: False)
    before = {one.name for one in tmp_path.iterdir()}
    assert [one.seed for one in History(path).reviews("here")] == [week_9.seed]
    assert {one.name for one in tmp_path.iterdir()} == before
