"""The shapes an uncertain quantity can have."""

from milepost.models.distributions.base import Distribution
from milepost.models.distributions.continuous import Exponential, Lognormal, Normal, Uniform, Weibull
from milepost.models.distributions.discrete import Constant, Discrete, Empirical
from milepost.models.distributions.elapsed import Left, probability_upto, what_is_left
from milepost.models.distributions.planned import falls_from_zero, planned_value
from milepost.models.distributions.shifted import Shifted
from milepost.models.distributions.three_point import Pert, Triangular, Trigen

__all__ = [
    "Constant",
    "Discrete",
    "Distribution",
    "Empirical",
    "Exponential",
    "Left",
    "Lognormal",
    "Normal",
    "Pert",
    "Shifted",
    "Triangular",
    "Trigen",
    "Uniform",
    "Weibull",
    "falls_from_zero",
    "planned_value",
    "probability_upto",
    "what_is_left",
]
