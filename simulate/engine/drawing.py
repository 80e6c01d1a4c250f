"""Drawing: the words of nodes and risks, correlated as they are with others."""

from typing import Any

import numpy as np

from milepost.simulate.engine.block import Block
from milepost.simulate.engine.cache import step
from milepost.simulate.engine.copula import mix, scores, words_of
from milepost.simulate.engine.philox import Purpose, draw
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.workspace import Workspace

_FACTOR = np.int64(Purpose.FACTOR)

ONCE = np.int64(0)
"""The round of what has none."""


@step
def draw_factors(program: Program, block: Block, work: Workspace) -> None:
    """Draw the common factor of each group that is correlated, with its weight."""
    for factor in program.factors:
        draw(block.seed, factor.entity, _FACTOR, ONCE, block.group, work.words)
        scores(work.words, factor.weight, program.copula, work.cell, work.rows[factor.row])


@step
def draw_words(program: Program, drawer: Any, purpose: np.int64, block: Block, work: Workspace) -> None:
    """Draw words for a node or a risk, correlated as it is with others."""
    draw(block.seed, drawer.entity, purpose, ONCE, block.group, work.words)
    if drawer.first_factor < drawer.end_factor:
        scores(work.words, drawer.own, program.copula, work.cell, work.fresh)
        for k in range(drawer.first_factor, drawer.end_factor):
            mix(work.rows[program.shared[k]], work.fresh)
        words_of(work.fresh, program.copula, work.cell, work.words)
