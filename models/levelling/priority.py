"""Priority rules: which of several activities that could start is to come first."""

from collections.abc import Mapping, Sequence

from milepost.models.levelling.project import Project


def priorities(project: Project) -> Mapping[str, Sequence[float]]:
    """
    Rank activities by five rules, the lowest rank first.

    LFT and LST take the earliest late finish and late start, MTS the most activities that come after, directly or
    not, GRPW the longest work of an activity and of those that wait for it, MSLK the least slack. Late times are those
    of the critical path, without limits of resources.
    """
    late = [-lasts for lasts in project.durations]
    reached = [0] * len(late)
    for activity in reversed(project.ordered(late)):
        for other, wait in project.before[activity]:
            late[activity] = min(late[activity], late[other] - wait)
            reached[activity] |= reached[other] | 1 << other
    lasts = project.durations
    waiting = [{other for other, _ in links} for links in project.before]
    return {
        "LFT": [start + long for start, long in zip(late, lasts, strict=True)],
        "LST": late,
        "MTS": [-float(ones.bit_count()) for ones in reached],
        "GRPW": [
            -long - sum(lasts[other] for other in sorted(others)) for long, others in zip(lasts, waiting, strict=True)
        ],
        "MSLK": [start - soon for start, soon in zip(late, project.early, strict=True)],
    }
