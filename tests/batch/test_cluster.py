import os
import signal
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from milepost.models import Scenario, read_scenario
from milepost.simulate.batch import ClusterError, cluster_player
from milepost.simulate.batch.cluster import chunks
from milepost.simulate.batch.merge import Merge
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import simulate

PLAN = Path(__file__).parents[2] / "scenarios" / "hr_app.yaml"
ITERATIONS = 20_100
MANY = (
    "finish",
    "task_start",
    "task_finish",
    "task_effect",
    "task_payments",
    "risk_time",
    "risk_charge",
    "risk_latent",
)

pytestmark = pytest.mark.filterwarnings("ignore")
"""Dask's event loop and the ends of its workers' sockets are its own affair."""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(PLAN)


@pytest.fixture(scope="module")
def whole(scenario: Scenario) -> Outcome:
    return simulate(scenario, iterations=ITERATIONS, seed=3)


@pytest.fixture
def short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut into chunks of some thousand iterations, so that there is something to share."""
    monkeypatch.setattr("milepost.simulate.batch.cluster._Pace.length", lambda *_: 2048)


def assert_same(one: Outcome, other: Outcome) -> None:
    assert (one.iterations, one.detail, one.seed) == (other.iterations, other.detail, other.seed)
    for name in ("cost", "stop", "cause"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    for name in MANY:
        ours, theirs = getattr(one, name), getattr(other, name)
        assert list(ours) == list(theirs)
        assert all(np.array_equal(ours[id], theirs[id]) for id in ours), name


@pytest.mark.parametrize(
    ("iterations", "length", "parts"),
    [
        (1, 256, 1),  # less than a group
        (256, 256, 1),
        (257, 256, 2),  # the last group is cut
        (100_000, 10**9, 1),  # less work than a chunk should have
        (100_000, 30_000, 3),  # three that are long enough, and not a fourth that is not
        (2**30, 2**20, 1024),
    ],
)
def test_chunks_are_whole_groups_that_cover_all_iterations(iterations: int, length: int, parts: int) -> None:
    cut = chunks(iterations, length)
    assert len(cut) == parts
    assert [part.start for part in cut] == [0, *(part.stop for part in cut[:-1])]
    assert cut[-1].stop == iterations
    assert all(part.start % 256 == 0 for part in cut)
    assert parts == 1 or min(map(len, cut[:-1])) >= length - length % 256


def test_parts_in_any_order_are_the_whole(scenario: Scenario, whole: Outcome) -> None:
    """Parts of 4,096 iterations put the end of the details within the third."""
    merge = Merge(scenario, ITERATIONS, 3)
    for part in reversed(chunks(ITERATIONS, 4096)):
        merge.put(
            part, simulate(scenario, iterations=len(part), seed=3, first=part.start, detail=merge.detail_of(part))
        )
    assert_same(merge.outcome(), whole)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.usefixtures("short_chunks")
def test_workers_give_the_same_bits(workers: int, scenario: Scenario, whole: Outcome) -> None:
    done: list[int] = []
    with cluster_player("local", workers=workers) as player:
        assert_same(player.play(scenario, ITERATIONS, 3, done.append), whole)
    assert len(done) > 5
    assert sum(done) == ITERATIONS


@pytest.mark.usefixtures("short_chunks")
def test_a_worker_killed_in_the_middle_costs_nothing_but_time(
    scenario: Scenario, whole: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed: Any = import_module("distributed")
    make = distributed.Client
    clients: list[Any] = []
    killed: list[int] = []

    def watched(*arguments: Any, **options: Any) -> Any:
        clients.append(make(*arguments, **options))
        return clients[0]

    monkeypatch.setattr(distributed, "Client", watched)

    def kill(_iterations: int) -> None:
        if not killed:
            killed.append(next(iter(clients[0].run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    with cluster_player("local", workers=2) as player:
        assert_same(player.play(scenario, ITERATIONS, 3, kill), whole)
    assert killed


def test_a_scheduler_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("milepost.simulate.batch.cluster._PATIENCE", "1s")
    with pytest.raises(ClusterError, match="no scheduler answers"), cluster_player("tcp://127.0.0.1:9"):
        pass


def test_a_worker_with_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from milepost.simulate.batch import cluster

    class Client:
        def wait_for_workers(self, _count: int, timeout: str) -> None: ...

        def run(self, function: Any) -> dict[str, Any]:
            code, found = function()
            return {"tcp://10.0.0.1:1": (code, {**found, "numpy": "1.0"}), "tcp://10.0.0.2:1": (code, found)}

    with pytest.raises(ClusterError, match=r"1 of 2 workers have numpy 1\.0 and not") as refused:
        cluster._check_workers(Client())
    assert "10.0.0" not in str(refused.value)


def test_without_distributed_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'milepost\[cluster\]'"), cluster_player("local"):
        pass
