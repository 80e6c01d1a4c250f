"""Patch: one program, prepared once, for variants of a plan in which the same things wait for each other."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.models.dating import Dating, least
from milepost.models.scenario import Scenario
from milepost.models.timing import BEGINNING
from milepost.models.variant import left_undone
from milepost.simulate.engine.builder import ProgramBuilder
from milepost.simulate.engine.expectation import charged_at_expectation
from milepost.simulate.engine.layout import Layout
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.row_allocator import RowAllocator

Which = NDArray[np.bool_]

_UNDONE: Final[Mapping[str, float]] = {
    "scale": 0.0,
    "shift": 0.0,
    "finish_floor": -np.inf,
    "repeats": 0,
    "gated": 0,
    "stops": 0,
}
"""What the node of a task left undone has, besides no judgements and claims; it waits for no date but the status's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reshaped:
    """
    What a duration is drawn as, in each round: the larger of 0 and `shift` plus `scale` times the draw.

    Parameters
    ----------
    scale
        Factor [-].
    shift
        What is added [working days].
    """

    scale: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """
    What a variant has other than its plan.

    Parameters
    ----------
    probability
        By risk id, a factor of its probability, which stays at most 1; with 0 it never occurs [-].
    duration
        By task id, what its duration becomes.
    undone
        Ids of tasks left undone, as `milepost.models.variant.without_tasks` leaves them.
    stops
        Whether risks can stop the project.
    """

    probability: Mapping[str, float] = field(default_factory=dict)
    duration: Mapping[str, Reshaped] = field(default_factory=dict)
    undone: Collection[str] = ()
    stops: bool = True


class Patching:
    """
    A scenario laid out once, for variants that leave what comes before what as it is.

    Lookups, links and rows stay, so that the program for a patch takes a fraction of a millisecond. It gives the same
    outcome, to the last bit, as the program of a scenario with these changes; only `expected_cost` may be known less
    well, where such a scenario has charges counted at their expectation that the plan has not.

    Parameters
    ----------
    scenario
        The plan.
    patches
        Those that leave tasks undone or reshape a duration down to 0: it is laid out for all of them, since what stands
        behind work that takes no time may be dated otherwise.
    """

    def __init__(self, scenario: Scenario, patches: Iterable[Patch] = ()) -> None:
        network = scenario.network
        self._scenario = scenario
        self._now = max(network.history.now, 0.0)
        self._least = {id: least(task.duration) for id, task in scenario.tasks.items()}
        self._fleeting = frozenset(id for patch in patches for id in self._without_time(patch))
        dating = Dating(scenario.tasks, scenario.milestones, scenario.risks, network, self._fleeting)
        expected = charged_at_expectation(scenario)
        builder = ProgramBuilder(
            scenario, network.processing_order, network.retirements, expected, dating, RowAllocator()
        )
        self._layout = Layout(builder)
        position = builder.position
        self._gated_by = np.array([position[trigger] for _, trigger, _ in builder.gates], np.int64)
        self._foregone_at = np.array([judgement for judgement, _, _ in builder.foregone], np.int64)
        self._foregone_by = np.array([position[id] for _, id, _ in builder.foregone], np.int64)
        retirements = [retirement for _, _, retirement in builder.foregone]
        self._keeps = {
            "probability": np.array([1.0 - retirement.probability for retirement in retirements]),
            "impact": np.array([1.0 - retirement.impact for retirement in retirements]),
        }

    def program(self, patch: Patch) -> Program:
        """
        Return the program of the variant.

        Raises
        ------
        ValueError
            When it lets a task take no time that takes some in the plan and in all patches that it is laid out for.
        """
        unforeseen = set(self._without_time(patch)) - self._fleeting
        if unforeseen:
            raise ValueError(f"{min(unforeseen)!r} takes no time in a patch that the plan is not laid out for")
        program = self._layout.program
        undone = np.zeros(program.nodes.size, np.bool_)
        undone[[self._layout.position[id] for id in left_undone(self._scenario, patch.undone)]] = True
        judged, gating = ~undone[self._layout.judged_at], ~undone[self._gated_by]
        paying = ~undone[program.payers]
        met = np.zeros(program.risks.size, np.bool_)
        met[program.judgements["risk"][judged]] = True
        return program._replace(
            nodes=self._nodes(patch, undone, gating, paying),
            judgements=self._judgements(patch, undone, judged),
            retirements=self._layout.retirements(undone[self._layout.retiring]),
            gates=program.gates[gating],
            payers=program.payers[paying],
            cost_risks=program.cost_risks[met[program.cost_risks]],
        )

    def _without_time(self, patch: Patch) -> Iterator[str]:
        """Yield the tasks that take time by their durations, and may come to take none."""
        shortened = (
            id for id, reshaped in patch.duration.items() if reshaped.scale * self._least[id] + reshaped.shift <= 0.0
        )
        for id in (*left_undone(self._scenario, patch.undone), *shortened):
            if self._least[id] > 0.0:
                yield id

    def _nodes(self, patch: Patch, undone: Which, gating: Which, paying: Which) -> NDArray[np.void]:
        nodes = self._layout.program.nodes.copy()
        for id, reshaped in patch.duration.items():
            node = self._layout.position[id]
            nodes["scale"][node], nodes["shift"][node] = reshaped.scale, reshaped.shift
        if not patch.stops:
            nodes["stops"] = 0
        for name, value in {**_UNDONE, "floor": self._now}.items():
            nodes[name][undone] = value
        for id in left_undone(self._scenario, patch.undone):
            begins = self._scenario.timing.begins(id, self._now)
            nodes["opening"][self._layout.position[id]] = begins + BEGINNING if self._now > 0.0 else -np.inf
        for kind in ("judgement", "claim"):
            nodes[f"end_{kind}"][undone] = nodes[f"first_{kind}"][undone]
        for kind, kept in (("gate", gating), ("payer", paying)):
            before = np.concatenate(([0], np.cumsum(kept)))
            for name in (f"first_{kind}", f"end_{kind}"):
                nodes[name] = before[nodes[name]]
        return nodes

    def _judgements(self, patch: Patch, undone: Which, judged: Which) -> NDArray[np.void]:
        """Return anew what is left of each risk by what is always finished before, and who is first to meet it."""
        judgements = self._layout.judgements(np.flatnonzero(judged))
        left = {name: np.ones(judgements.size) for name in self._keeps}
        done = ~undone[self._foregone_by]
        for name, keeps in self._keeps.items():
            np.multiply.at(left[name], self._foregone_at[done], keeps[done])
        probability = np.array(
            [min(1.0, risk.probability * patch.probability.get(id, 1.0)) for id, risk in self._scenario.risks.items()]
        )
        judgements["probability"] = probability[judgements["risk"]] * left["probability"]
        judgements["impact"] = left["impact"]
        return judgements
