"""The shapes an uncertain quantity can have."""

from milepost.models.distributions.base import Distribution

__all__ = ["Distribution"]
