"""
Kernels as plain Python, where NUMBA_DISABLE_JIT=1: so that coverage sees their lines and branches.

Numba leaves its functions as they are then. What it cannot is said here: an array of records gives its fields as
attributes, and what the engine has written in the compiler's own terms is written in Python's.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine import copula, lookup
from milepost.simulate.engine.builder import ProgramBuilder
from milepost.simulate.engine.program import Program


def bits_of(number: float) -> np.uint64:
    """Read the bits of a float64."""
    return np.float64(number).view(np.uint64)


def float_of(bits: int) -> np.float64:
    """Read 64 bits as a float64."""
    return np.uint64(bits).view(np.float64)


def four_cubics(
    cubic: NDArray[np.float64],
    cell: NDArray[np.int64],
    out: NDArray[np.float64],
    first: int,
    location: float,
    scale: float,
) -> None:
    """Evaluate four lanes' cubics."""
    for k in range(first, first + 4):
        a, b, c, d = cubic[cell[k] : cell[k] + 4]
        out[k] = location + scale * (a + out[k] * (b + out[k] * (c + out[k] * d)))


def with_attributes(built: Callable[[ProgramBuilder], Program]) -> Callable[[ProgramBuilder], Program]:
    """Have a program's records give their fields as attributes."""

    def build(builder: ProgramBuilder) -> Program:
        made = built(builder)
        records = {name: array for name, array in made._asdict().items() if getattr(array, "dtype", None)}
        return made._replace(**{name: array.view(np.recarray) for name, array in records.items() if array.dtype.names})

    return build


def interpret() -> None:
    """Put what Python can do in the place of what it cannot."""
    for module in (lookup, copula):
        vars(module).update(bits_of=bits_of, float_of=float_of)
    vars(lookup).update(four_cubics=four_cubics)
    setattr(ProgramBuilder, "build", with_attributes(ProgramBuilder.build))  # noqa: B010  # to mypy it is no variable
