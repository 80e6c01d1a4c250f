"""Overlays: what runs over time under compared orders, where it tells them apart."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from milepost.simulate.analysis.orderings.burn_down import BurnDowns
from milepost.simulate.analysis.orderings.gap_overlay import GapOverlay
from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.report.orderings.burn_down import burn_down_key, burn_down_text, plot_burn_downs
from milepost.simulate.report.orderings.gap_overlay import overlay_key, overlay_text, plot_gap_overlay

_VISIBLE: Final = 0.03
"""Curves closer than this part of the axis look like one [-]."""


class Overlay(NamedTuple):
    """What runs over time under several orders: what it is called, its key, and what draws it."""

    title: str
    key: list[Artist]
    plot: Callable[..., Axes]


def overlays(orders: Orders) -> Iterator[Overlay]:
    """Yield what orders were compared by and what runs over time, where curves can be told apart by eye."""
    kinds = {one.kind for one in orders.criteria}
    burn_downs, gaps = orders.burn_downs, orders.gaps
    if Kind.EXPOSURE in kinds and burn_downs is not None and _exposures_differ(burn_downs):
        yield Overlay(
            burn_down_text(orders, burn_downs),
            burn_down_key(orders, burn_downs),
            partial(plot_burn_downs, orders, burn_downs),
        )
    if Kind.GAP in kinds and gaps is not None and _gaps_differ(gaps):
        yield Overlay(
            overlay_text(orders, gaps),
            overlay_key(orders),
            partial(plot_gap_overlay, orders, gaps),
        )


def _exposures_differ(burn_downs: BurnDowns) -> bool:
    times = burn_downs.courses[0].times
    means = np.array([np.interp(times, one.times, one.mean) for one in burn_downs.courses])
    return bool(np.ptp(means, axis=0).max() > _VISIBLE * means.max())


def _gaps_differ(gaps: GapOverlay) -> bool:
    drawn = np.vstack([gaps.mean, gaps.p10[:1], gaps.p90[:1], gaps.planned])
    return bool(np.ptp(gaps.mean, axis=0).max() > _VISIBLE * np.ptp(drawn))
