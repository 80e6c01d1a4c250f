"""Quantiles of beta distributions, many at a time."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

_KNOTS = 96


def beta_quantiles(
    alpha: float, beta: float, tails: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Return the quantiles at probabilities p and 1 - p of a beta distribution with both parameters at least 1.

    `scipy.special.betaincinv` takes microseconds for each; this takes a tenth.

    Parameters
    ----------
    alpha, beta
        The distribution's parameters [-].
    tails
        The probabilities p, ascending, up to 1/2 [-].
    """
    return _lower_half(alpha, beta, tails), 1.0 - _lower_half(beta, alpha, tails)


def _lower_half(alpha: float, beta: float, tails: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Invert the distribution function F below the median.

    There s = log(x / (1 - x)) is a smooth function of the logarithm of F, nearly a line far out. With the rate
    r = d log F / ds = x^alpha (1 - x)^beta / (B F), its first two derivatives are 1 / r and
    (r - alpha (1 - x) + beta x) / r^2, so a few knots and the quintic that matches all three between them suffice.
    """
    ends = special.logit(special.betaincinv(alpha, beta, tails[[0, -1]]))
    s = np.linspace(ends[0], ends[1], _KNOTS)
    x, rest = special.expit(s), special.expit(-s)
    reached = special.betainc(alpha, beta, x)
    rate = np.exp(alpha * special.log_expit(s) + beta * special.log_expit(-s) - special.betaln(alpha, beta)) / reached
    knots = np.log(reached)
    quintics = _quintics(np.diff(knots), s, 1.0 / rate, (rate - alpha * rest + beta * x) / rate**2)
    places = np.log(tails)
    at = np.clip(np.searchsorted(knots, places) - 1, 0, _KNOTS - 2)
    share = (places - knots[at]) / np.diff(knots)[at]
    value = quintics[5][at]
    for coefficient in quintics[4::-1]:
        value = value * share + coefficient[at]
    return special.expit(value)


def _quintics(
    width: NDArray[np.float64], value: NDArray[np.float64], first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """Return the coefficients, constant first, of the quintics that match value and two derivatives at their ends."""
    rise = np.diff(value)
    d0, d1 = first[:-1] * width, first[1:] * width
    e0, e1 = 0.5 * second[:-1] * width**2, 0.5 * second[1:] * width**2
    return (
        value[:-1],
        d0,
        e0,
        10.0 * rise - 6.0 * d0 - 4.0 * d1 - 3.0 * e0 + e1,
        -15.0 * rise + 8.0 * d0 + 7.0 * d1 + 3.0 * e0 - 2.0 * e1,
        6.0 * rise - 3.0 * d0 - 3.0 * d1 - e0 + e1,
    )
