"""Tables: the quantities of a plan, laid out for the kernel's lookups."""

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.models.distributions import (
    Discrete,
    Distribution,
    Empirical,
    Exponential,
    Left,
    Lognormal,
    Normal,
    Pert,
    Shifted,
    Triangular,
    Trigen,
    Uniform,
    Weibull,
)
from milepost.simulate.engine.beta import beta_quantiles

CELL_BITS = 3
CELLS = 2 * 32 << CELL_BITS  # two tails, 32 octaves each

_MOST_KEPT = 4096
"""Quantities of which what is worked out is kept: plans that are played one after the other share most of theirs."""


class Lookup(IntEnum):
    """How a quantity's quantiles are found."""

    CONSTANT = 0
    UNIFORM = 1
    TRIANGULAR = 2
    CUBIC = 3
    STEP = 4


class Tables(NamedTuple):
    """
    Lookups of quantities, one entry each; a shape that several share has one table.

    Parameters
    ----------
    kind : int8[n]
        Which `Lookup`.
    row : int64[n]
        CUBIC: its table's number in `cubic`; STEP: its first step.
    size : int64[n]
        STEP: how many steps.
    params : float64[n, 5]
        CONSTANT: the value. UNIFORM: low, width. TRIANGULAR: low, high, probability below the mode, probability of
        what has gone, and below what all counts as that. CUBIC: location and scale of the table's shape [the
        quantity's unit].
    cubic : float64[m * CELLS * 4]
        By table and cell: the coefficients of 1, t, t^2, t^3. A cell is an eighth of an octave of v, the distance from
        y + 0.5 to the nearer of 0 and 2^32; t is v over the beginning of its octave, less the same at the beginning of
        its cell.
    step_upto : float64[k]
        Where the step ends on the scale of words.
    step_value : float64[k]
        What the step stands for [the quantity's unit].
    """

    kind: NDArray[np.int8]
    row: NDArray[np.int64]
    size: NDArray[np.int64]
    params: NDArray[np.float64]
    cubic: NDArray[np.float64]
    step_upto: NDArray[np.float64]
    step_value: NDArray[np.float64]


def build_tables(quantities: Sequence[Distribution]) -> Tables:
    """Lay quantities out for the kernel; 1,000 different beta-PERT shapes take about a second."""
    n = len(quantities)
    kind, row, size = np.zeros(n, np.int8), np.zeros(n, np.int64), np.zeros(n, np.int64)
    params = np.zeros((n, 5))
    units: dict[Distribution, int] = {}
    upto, value = [np.empty(0)], [np.empty(0)]
    steps = 0
    for i, one in enumerate(quantities):
        quantity, by = (one.of, one.by) if isinstance(one, Shifted) else (one, 0.0)
        match quantity:
            case Discrete() | Empirical():
                kind[i], row[i], size[i] = Lookup.STEP, steps, len(quantity.steps[0])
                value.append(quantity.steps[0] - by)
                upto.append(quantity.steps[1] * 2.0**32)
                steps += size[i]
            case _ if _is_constant(quantity):
                kind[i], params[i, 0] = Lookup.CONSTANT, quantity.mean - by
            case Uniform():
                kind[i], params[i, :2] = Lookup.UNIFORM, (quantity.low - by, quantity.high - quantity.low)
            case Triangular() | Trigen():
                peak = (quantity.mode - quantity.low) / (quantity.high - quantity.low)
                kind[i], params[i] = Lookup.TRIANGULAR, (quantity.low - by, quantity.high - by, peak, 0.0, -by)
            case Left(whole=Triangular() | Trigen() as whole, elapsed=elapsed):
                peak = (whole.mode - whole.low) / (whole.high - whole.low)
                ends = whole.low - elapsed, whole.high - elapsed
                kind[i], params[i] = Lookup.TRIANGULAR, (*ends, peak, quantity.gone, 0.0)
            case _:
                unit, location, scale = _unit(quantity)
                kind[i], row[i] = Lookup.CUBIC, units.setdefault(unit, len(units))
                params[i, :2] = location - by, scale
    cubic = np.empty((len(units), 4 * CELLS))
    for unit, index in units.items():
        cubic[index] = coefficients(unit)
    return Tables(kind, row, size, params, cubic.ravel(), np.concatenate(upto), np.concatenate(value))


@lru_cache(maxsize=_MOST_KEPT)
def coefficients(unit: Distribution) -> NDArray[np.float64]:
    """Return the table of a shape, 16 KB."""
    if isinstance(unit, Pert):
        return fit_halves(*beta_quantiles(unit.alpha, unit.beta, TAILS))
    return fit_halves(unit.ppf(TAILS), unit.ppf(1.0 - TAILS))


@lru_cache(maxsize=_MOST_KEPT)
def _is_constant(quantity: Distribution) -> bool:
    return quantity.sd == 0.0


@lru_cache(maxsize=_MOST_KEPT)
def _unit(quantity: Distribution) -> tuple[Distribution, float, float]:
    """Return the shape that a smooth quantity shares with others, its location and its scale."""
    match quantity:
        case Pert(low=low, mode=mode, high=high, weight=weight):
            return Pert(low=0.0, mode=(mode - low) / (high - low), high=1.0, weight=weight), low, high - low
        case Normal(centre=centre, spread=spread):
            ratio = min(centre / spread, _UNCUT)
            return Normal(centre=ratio, spread=1.0), centre - ratio * spread, spread
        case Lognormal(mu=mu, sigma=sigma):
            return Lognormal(mu=0.0, sigma=sigma), 0.0, float(np.exp(mu))
        case Weibull(shape=shape, scale=scale):
            return Weibull(shape=shape, scale=1.0), 0.0, scale
        case Exponential(mean=mean):
            return Weibull(shape=1.0, scale=1.0), 0.0, mean
        case Left():
            return quantity, 0.0, 1.0
    raise TypeError(f"{type(quantity).__name__} has no lookup: add it to the engine's tables")


_UNCUT = 9.0  # a normal this many standard deviations above 0 is the same as one that is not truncated


def fit_halves(lower: NDArray[np.float64], upper: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit the cubics of one table, float64[CELLS * 4], to the quantiles at `TAILS` and at 1 - `TAILS`."""
    nodes = 3 * np.arange(CELLS // 2)[:, None] + np.arange(4)
    return np.concatenate([fit_cubics(half[nodes], CELL_BITS) for half in (lower, upper)])


def fit_cubics(values: NDArray[np.float64], bits: int) -> NDArray[np.float64]:
    """
    Fit a cubic to each cell.

    Each runs through its ends, so that neighbours meet, and through the two points between them that make the largest
    error smallest: Chebyshev nodes stretched until the outer ones are the ends.

    Parameters
    ----------
    values : float64[n, 4]
        By cell: the values at `NODES` of its width.
    bits
        A cell is 2^-bits wide.
    """
    return np.ravel(values @ _FIT * 2.0 ** (bits * np.arange(4)))


def _tails() -> NDArray[np.float64]:
    """Return the probabilities of one side's nodes, from 2^-33 to 1/2: three a cell, and the last end."""
    octave = np.ldexp(0.5, np.arange(32))[:, None, None]
    cell = np.arange(1 << CELL_BITS)[None, :, None]
    return np.append((octave * (1.0 + (cell + NODES[:3]) / (1 << CELL_BITS))).ravel(), 2.0**31) * 2.0**-32


NODES = (1.0 + np.array([-1.0, 1.0 - 2.0**0.5, 2.0**0.5 - 1.0, 1.0])) / 2.0
_FIT = np.linalg.inv(np.vander(NODES, 4, increasing=True)).T
TAILS = _tails()
