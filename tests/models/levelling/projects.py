"""Random activities, and what must hold of every schedule of them."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from milepost.models import Link, LinkKind
from milepost.models.levelling import Activity
from milepost.models.network import Times

SLACK = 1e-9
CAPACITIES = {"crane": 1, "welders": 3}


@st.composite
def activities(
    draw: st.DrawFn,
    *,
    most: int = 12,
    kinds: Sequence[LinkKind] = tuple(LinkKind),
    leads: bool = True,
    shortest: int = 0,
) -> list[Activity]:
    """Draw activities with links of some kinds, each to those drawn before it, and needs of a crane and welders."""
    number = draw(st.integers(1, most))
    ids = draw(st.permutations([f"t{index:02}" for index in range(number)]))
    lags = st.integers(-2 if leads else 0, 2)
    made: list[Activity] = []
    for index, id in enumerate(ids):
        earlier = draw(st.lists(st.sampled_from(ids[:index]), max_size=2)) if index else []
        needs = {"crane": draw(st.integers(0, 1)), "welders": draw(st.integers(0, 3))}
        made.append(
            Activity(
                id=id,
                duration=float(draw(st.integers(shortest, 4))),
                after=tuple(
                    Link(predecessor=one, kind=draw(st.sampled_from(kinds)), lag=float(draw(lags))) for one in earlier
                ),
                needs={resource: units for resource, units in needs.items() if units},
                floor=float(draw(st.sampled_from([0, 0, 0, 5]))),
            )
        )
    return made


def check_kept(activities: Sequence[Activity], capacities: Mapping[str, int], times: Times) -> None:
    """Refuse a schedule that breaks a link or a floor, or that needs more than there is at any time."""
    for one in activities:
        start, finish = times[one.id]
        assert start >= one.floor
        assert finish == start + one.duration
        for link in one.after:
            tied = times[link.predecessor][0 if link.kind.reads_start else 1] + link.lag
            assert (finish if link.kind.holds_finish else start) >= tied - SLACK, (one.id, link)
    for moment in {start for start, _ in times.values()}:
        for resource, capacity in capacities.items():
            running = [
                one.needs.get(resource, 0)
                for one in activities
                if times[one.id][0] <= moment < times[one.id][1] - SLACK
            ]
            assert sum(running) <= capacity, (moment, resource)


def end(times: Times) -> float:
    """Return when the last activity finishes."""
    return max(finish for _, finish in times.values())
