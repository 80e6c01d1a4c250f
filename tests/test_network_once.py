"""What comes before what is worked out once a plan, however many ask."""

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from milepost.models import network, read_scenario
from milepost.models.network import Network
from milepost.simulate import compare_orders, run
from milepost.simulate.report.orderings.files import orderings_files
from milepost.simulate.report.run.files import report_files

HR_APP = Path(__file__).parents[1] / "scenarios" / "hr_app.yaml"


@pytest.fixture
def sorts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often the network is sorted."""
    counted = Counter[str]()
    sort = network._ordered

    def counting(*given: Any) -> tuple[str, ...]:
        counted["sorts"] += 1
        return sort(*given)

    monkeypatch.setattr(network, "_ordered", counting)
    return counted


@pytest.mark.slow
def test_a_run_with_its_report_sorts_the_network_a_handful_of_times(sorts: Counter[str]) -> None:
    report_files(run(read_scenario(HR_APP), iterations=1_000))
    assert 1 <= sorts["sorts"] <= 6


@pytest.mark.slow
def test_a_comparison_of_all_orders_sorts_it_a_few_times_for_each_alternative_of_the_file(sorts: Counter[str]) -> None:
    orderings_files(compare_orders(read_scenario(HR_APP), iterations=1_000, every=True))
    assert 1 <= sorts["sorts"] <= 28


@pytest.mark.slow
def test_each_answer_about_the_order_in_force_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Counter[str]()
    answers = {name: one for name, one in vars(Network).items() if isinstance(one, cached_property)}
    for name, answer in answers.items():
        counting = cached_property(counted(name, answer.func, asked))
        counting.__set_name__(Network, name)
        monkeypatch.setattr(Network, name, counting)
    scenario = read_scenario(HR_APP)
    asked.clear()
    report_files(run(scenario, iterations=1_000))
    assert max(asked.values(), default=0) <= 1


def counted(name: str, answer: Callable[[Network], Any], asked: Counter[str]) -> Callable[[Network], Any]:
    def answering(one: Network) -> Any:
        asked[name] += 1
        return answer(one)

    return answering
