"""Layout: a program, and what its parts belong to, from which others are made that share its rows and lookups."""

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine.builder import ProgramBuilder

Indices = NDArray[np.int64]


class Layout:
    """
    A program, and the nodes that its parts belong to, by their position in it.

    Parameters
    ----------
    builder
        Of the program.

    Attributes
    ----------
    program : Program
        As it was built.
    position : Mapping[str, int]
        By id of a task or milestone, its node.
    judged_at : int64[j]
        By judgement, the node of the task.
    retired_at, retiring : int64[m]
        By retirement, the nodes of the task whose risk is retired, and of the one that does so.
    """

    def __init__(self, builder: ProgramBuilder) -> None:
        self.program = builder.build()
        self.position = builder.position
        nodes, judgements = self.program.nodes, self.program.judgements
        self.judged_at = np.repeat(np.arange(nodes.size), nodes["end_judgement"] - nodes["first_judgement"])
        self.retired_at = np.repeat(self.judged_at, judgements["end_retirement"] - judgements["first_retirement"])
        self.retiring = np.array([self.position[id] for id in builder.retiring], np.int64)

    def judgements(self, in_turn: Indices) -> NDArray[np.void]:
        """Return the judgements, with which of each risk is its first and which its last of those that are taken."""
        judgements = self.program.judgements.copy()
        by_risk = in_turn[np.argsort(judgements["risk"][in_turn], kind="stable")]
        changes = np.diff(judgements["risk"][by_risk]) != 0
        judgements["opens"][by_risk] = np.concatenate(([True], changes))[: by_risk.size]
        judgements["closes"][by_risk] = np.concatenate((changes, [True]))[: by_risk.size]
        return judgements

    def retirements(self, idle: NDArray[np.bool_]) -> NDArray[np.void]:
        """Return the retirements, some of which take nothing away."""
        records = self.program.retirements.copy()
        records["keep_probability"][idle] = 1.0
        records["keep_impact"][idle] = 1.0
        return records
