"""Reordering: one program, prepared once, for every order in which its tasks may take their units."""

from collections import defaultdict
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from milepost.models.network import Precedence
from milepost.models.scenario import Scenario
from milepost.simulate.engine.builder import ProgramBuilder
from milepost.simulate.engine.expectation import Expectation
from milepost.simulate.engine.layout import Layout
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.row_allocator import SeparateRowAllocator


class Reordering:
    """
    A scenario laid out so that another list changes only the sequence of nodes, and what can act on what.

    Lookups, links and rows stay, so that the program for an order takes a fraction of a millisecond. It gives the same
    outcome, to the last bit, as the program of a scenario with that order in force.

    Parameters
    ----------
    scenario
        A plan with orderings.

    Raises
    ------
    ValueError
        When the plan has none.
    """

    def __init__(self, scenario: Scenario) -> None:
        if scenario.orderings is None:
            raise ValueError("the plan has no orderings: name the tasks that need a crew under orderings.among")
        network, acting = scenario.network, scenario.network.possible_retirements
        ids = network.order
        self._expectation = Expectation(scenario)
        expected, dating = self._expectation.ever, scenario.dating
        self._layout = Layout(ProgramBuilder(scenario, ids, acting, expected, dating, SeparateRowAllocator()))
        self._scenario = scenario
        self._orderings = scenario.orderings
        position = self._layout.position
        self._waiting = [len(network.links[id]) for id in ids]
        self._followers: list[list[int]] = [[] for _ in ids]
        for id in ids:
            for predecessor in network.links[id]:
                self._followers[position[predecessor]].append(position[id])
        self._acting = sorted({(target, id) for (target, _), acting_there in acting.items() for id in acting_there})
        retired = zip(self._layout.retired_at, self._layout.retiring, strict=True)
        self._retirements = [(ids[target], ids[retiring]) for target, retiring in retired]

    def program(self, order: Sequence[str]) -> Program:
        """
        Return the program in which the tasks take their crews in an order.

        Raises
        ------
        ValueError
            When the order leaves a task out, or cannot be judged: then the path that closes is named.
        """
        if sorted(order) != sorted(self._orderings.among):
            raise ValueError(f"{', '.join(order)}: an order names each task of among once")
        network = self._scenario.network
        listed = network.listed_with(order)
        precedes = network.precedence_under(listed)
        sequence = self._sequence(listed, precedes)
        if len(sequence) < len(self._waiting):
            network.check_order(listed)  # which names the path that closes
        position = np.empty(len(sequence), np.int64)
        position[sequence] = np.arange(len(sequence))
        program = self._layout.program
        nodes = program.nodes[sequence]
        nodes["end_payer"] = nodes["first_payer"] = 0
        nodes["end_payer"][-1:] = program.payers.size  # when the last is played all is settled, whatever the order
        idle = np.array([precedes(target, retiring) for target, retiring in self._retirements], np.bool_)
        return program._replace(
            nodes=nodes,
            judgements=self._layout.judgements(np.argsort(position[self._layout.judged_at], kind="stable")),
            retirements=self._layout.retirements(idle),
            risks=self._risks(precedes),
            payers=position[program.payers],
            milestones=position[program.milestones],
        )

    def _sequence(self, listed: Sequence[str], precedes: Precedence) -> list[int]:
        """Return the nodes so that each comes after all that must be known first; some are left out of a cycle."""
        position = self._layout.position
        waiting, more = list(self._waiting), defaultdict[int, list[int]](list)
        acting = ((id, target) for target, id in self._acting if not precedes(target, id))
        for first, second in chain(self._scenario.network.following(listed), acting):
            more[position[first]].append(position[second])
            waiting[position[second]] += 1
        free = [node for node, count in enumerate(waiting) if count == 0]
        heapify(free)
        sequence = []
        while free:
            node = heappop(free)
            sequence.append(node)
            for follower in (*self._followers[node], *more[node]):
                waiting[follower] -= 1
                if waiting[follower] == 0:
                    heappush(free, follower)
        return sequence

    def _risks(self, precedes: Precedence) -> NDArray[np.void]:
        """Return anew whose charges count at their expectation."""
        expected = self._expectation.under(precedes)
        if expected == self._expectation.ever:
            return self._layout.program.risks
        records = self._layout.program.risks.copy()
        records["expects"] = [id in expected for id in self._scenario.risks]
        return records
