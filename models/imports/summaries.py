"""Summaries: what links of tasks that hold others are links of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from milepost.models.imports.findings import Findings
from milepost.models.imports.notice import Matter
from milepost.models.imports.plan import Relation
from milepost.models.link import LinkKind

MOST_LINKS: Final = 1_000_000
"""Links, after those of summaries are links of what is in them, beyond which a plan is refused."""


def on_leaves(
    links: Sequence[Relation], within: Mapping[str, Sequence[str]], starts: Mapping[str, float], findings: Findings
) -> tuple[Relation, ...]:
    """
    Return links with those of summaries taken for links of the tasks in them.

    What waits for the end of a summary waits for all in it that nothing in it follows, and what a summary waits for
    holds all in it that follows nothing in it. Its start is that of the task in it that is first by the file.

    Parameters
    ----------
    links
        Between tasks and summaries.
    within
        By the key of a summary, the keys of the tasks in it.
    starts
        By the key of a task, when it begins by the file [days], to tell which is first.
    findings
        Where it is told of the tasks concerned.
    """
    direct = [link for link in links if link.predecessor not in within and link.successor not in within]
    followed, following = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for link in direct:
        if min(link.lag, link.elapsed, link.share) >= 0.0:
            if link.kind in (LinkKind.FINISH_TO_START, LinkKind.FINISH_TO_FINISH):
                followed[link.predecessor].add(link.successor)
            if link.kind in (LinkKind.FINISH_TO_START, LinkKind.START_TO_START):
                following[link.successor].add(link.predecessor)
    made = list(direct)
    for link in links:
        if link.predecessor in within or link.successor in within:
            before = _ends(link, within, followed, starts)
            after = _starts(link, within, following)
            if len(made) + len(before) * len(after) > MOST_LINKS:
                findings.fail(link.place, f"its summaries make more than {MOST_LINKS:,} links: split the plan")
            for successor in after:
                findings.tell(Matter.LINK_OF_SUMMARY, successor)
                made += [replace(link, predecessor=predecessor, successor=successor) for predecessor in before]
    return tuple(made)


def _ends(
    link: Relation,
    within: Mapping[str, Sequence[str]],
    followed: Mapping[str, set[str]],
    starts: Mapping[str, float],
) -> list[str]:
    """Return the tasks that the predecessor of a link stands for."""
    leaves = within.get(link.predecessor)
    if leaves is None:
        return [link.predecessor]
    if link.kind.reads_start:
        return [min(leaves, key=lambda leaf: starts[leaf])] if leaves else []
    inside = set(leaves)
    return [leaf for leaf in leaves if not followed.get(leaf, set()) & inside]


def _starts(link: Relation, within: Mapping[str, Sequence[str]], following: Mapping[str, set[str]]) -> list[str]:
    """Return the tasks that the successor of a link stands for."""
    leaves = within.get(link.successor)
    if leaves is None:
        return [link.successor]
    inside = set(leaves)
    waits = not link.kind.holds_finish
    return [leaf for leaf in leaves if not (waits and following.get(leaf, set()) & inside)]
