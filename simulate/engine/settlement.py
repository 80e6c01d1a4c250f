"""Settlement: when what a task costs is known for good, as no stop can come any more that would change it."""

from collections import defaultdict
from collections.abc import Sequence

from milepost.models.link import LinkKind
from milepost.models.milestone import Milestone
from milepost.models.task import Task


def settlements(nodes: Sequence[Task | Milestone], stopping: Sequence[int]) -> dict[str, int]:
    """
    Return by id after which of the nodes, by position, what each costs is settled.

    What stops the project does so when it finishes. Where that waits, by links, for a task to finish, it takes nothing
    from what the task costs, which so is settled as soon as all others that can stop the project are played.

    Parameters
    ----------
    nodes
        Tasks and milestones in the order in which they are played; those that cost something take some time.
    stopping
        Positions of those at whose finish the project can stop.
    """
    if not stopping:
        return {node.id: position for position, node in enumerate(nodes)}
    followers: defaultdict[str, list[int]] = defaultdict(list)
    for position, node in enumerate(nodes):
        for link in node.after:
            if link.kind == LinkKind.FINISH_TO_START and not link.leads:
                followers[link.predecessor].append(position)
    settled: dict[str, int] = {}
    bit = {position: 1 << index for index, position in enumerate(stopping)}
    harmless, later = [0] * len(nodes), 0  # bits of those that can stop the project behind a node, and of all so far
    for position in reversed(range(len(nodes))):
        for follower in followers[nodes[position].id]:
            harmless[position] |= harmless[follower] | bit.get(follower, 0)
        rivals = later & ~harmless[position]
        settled[nodes[position].id] = stopping[rivals.bit_length() - 1] if rivals else position
        later |= bit.get(position, 0)
    return settled
