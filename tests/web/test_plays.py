"""What is kept of plays: the details of a run, or those that a first answer is drawn from."""

import pytest

from milepost.simulate.web.plays import Plays
from milepost.simulate.web.question import Question
from tests.plans import everything


@pytest.mark.parametrize(("iterations", "detail"), [(600, 512), (1_000, 1_000)])
def test_only_a_first_answer_has_fewer_details_than_a_run(iterations: int, detail: int) -> None:
    plays = Plays(seed=0, confidence=0.8, threads=1, iterations=1_000)
    assert plays.result(Question(rev=0, read=everything), iterations).outcome.detail == detail
