"""Tables of a trend have a row for each review, and empty cells for what is not known."""

import pandas as pd

from milepost.simulate.history.review import MilestoneReview
from milepost.simulate.report.media.csv import csv_bytes
from milepost.simulate.report.trend.table import plan_table, trend_table
from tests.reviews import reviewed, said, trend


def row(one: MilestoneReview) -> pd.Series:
    return trend_table(trend(reviewed("2026-03-02", one))).iloc[0]


def test_a_row_has_dates_as_text_and_shares_as_numbers() -> None:
    launch = row(said(hit=0.25, promise=None))
    assert (launch["reviewed"], launch["file"], launch["due"]) == ("2026-03-02", "2026-03-02.yaml", "2026-06-10")
    assert (launch["hit"], launch["hit_low"]) == (0.25, 0.24)
    assert (launch["promise"], launch["p50_high"], launch["reached_on"]) == ("", "2026-06-01", "")
    assert row(said(reached="2026-03-01"))["reached_on"] == "2026-03-01"


def test_there_is_a_row_for_each_review_and_milestone_and_one_for_each_review() -> None:
    found = trend(reviewed("2026-03-02", said()), reviewed("2026-03-09", said(), said("pilot")), reviewed("2026-03-16"))
    assert [*trend_table(found)["milestone"]] == ["launch", "launch", "pilot"]
    assert [*plan_table(found)["burn"]] == [0.25] * 3


def test_what_is_not_known_is_an_empty_cell() -> None:
    text = csv_bytes(plan_table(trend(reviewed("2026-03-02", as_of=None, budget=None)))).decode("utf-8-sig")
    heads, cells = (line.split(",") for line in text.splitlines())
    empty = {head for head, cell in zip(heads, cells, strict=True) if not cell}
    assert {"as_of", "budget", "burn", "cost_p10", "stopped"} <= empty
    assert "cost_mean" not in empty
