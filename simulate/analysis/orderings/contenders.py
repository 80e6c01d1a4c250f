"""Contenders: the orders that are compared, under all their names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from milepost.models import Scenario
from milepost.models.orderings import IN_FORCE, Alternative
from milepost.models.rules.order import problems_of
from milepost.models.variant import with_alternative
from milepost.simulate.analysis.orderings.error import CannotCompareError
from milepost.simulate.analysis.orderings.heuristics import heuristic_orders

MOST_FOR_ALL: Final = 8
"""Tasks of which every order can be tried: 40,320 orders."""

MOST_FOR_SEARCH: Final = 20
"""Tasks among whose orders can be searched."""

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Origin(StrEnum):
    """Where a contender comes from."""

    IN_FORCE = "in force"
    FILE = "file"
    RULE = "rule"
    ALL = "all"
    SEARCH = "search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """
    An order, or another way of going about the plan, that is compared with the others.

    Parameters
    ----------
    names
        What it is called, the first everywhere and the others once.
    alternative
        What makes it differ from the plan.
    order
        The tasks in the order in which they take a crew, without those left undone.
    origin
        Where it comes from.
    """

    names: tuple[str, ...]
    alternative: Alternative
    order: tuple[str, ...]
    origin: Origin

    @property
    def name(self) -> str:
        """Return the name that it goes by."""
        return self.names[0]

    @property
    def named(self) -> bool:
        """Return whether somebody or something gave it a name: it is then compared whatever happens."""
        return self.origin not in (Origin.ALL, Origin.SEARCH)

    @property
    def only_reorders(self) -> bool:
        """Return whether it is no more than another order."""
        return not self.alternative.hold and not self.alternative.without

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the plan as it would be."""
        return with_alternative(scenario, self.alternative)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """
    An order that cannot be judged.

    Parameters
    ----------
    name
        What it is called.
    order
        Its tasks.
    why
        The path that closes.
    """

    name: str
    order: tuple[str, ...]
    why: str


def named_contenders(scenario: Scenario) -> tuple[list[Contender], list[Unjudged]]:
    """
    Return the order in force, the alternatives of the file and the heuristic orders; and those that cannot be judged.

    Identical ones are one, under all their names. A heuristic that has the name of an alternative is called its own.

    Raises
    ------
    CannotCompareError
        When nothing in the plan waits for a crew.
    """
    if scenario.orderings is None:
        raise CannotCompareError(
            "the plan has no orderings: name the tasks that compete for crews, as\n"
            "  orderings:\n    among: [interviews, prototype, trial]\n    crews: 1"
        )
    found = [(Origin.IN_FORCE, Alternative(name=IN_FORCE, order=scenario.network.ordered))]
    found += [(Origin.FILE, alternative) for alternative in scenario.orderings.compare]
    rules = heuristic_orders(scenario)
    found += [(Origin.RULE, Alternative(name=name, order=order)) for name, order in rules.items()]
    judged: dict[object, Contender] = {}
    unjudged: list[Unjudged] = []
    names: set[str] = set()
    for origin, alternative in found:
        name = alternative.name if alternative.name not in names else f"{alternative.name} ({_OTHER[origin]})"
        names.add(name)
        order = _listed(scenario, alternative)
        contender = Contender(names=(name,), alternative=alternative, order=order, origin=origin)
        if problems_of(scenario, alternative):
            unjudged.append(why_not(scenario, contender))
            continue
        same = judged.setdefault(_key(alternative, order), contender)
        if same is not contender:
            judged[_key(alternative, order)] = replace(same, names=(*same.names, name))
    return list(judged.values()), unjudged


def every_order(scenario: Scenario) -> Iterator[tuple[str, ...]]:
    """
    Yield every order that the links allow, the one in force first if that has a say.

    Raises
    ------
    CannotCompareError
        When there are too many tasks for that.
    """
    listed = scenario.network.ordered
    if len(listed) > MOST_FOR_ALL:
        raise CannotCompareError(
            f"{len(listed)} tasks have too many orders to try them all; --all takes up to {MOST_FOR_ALL}, and --search "
            f"looks among those of up to {MOST_FOR_SEARCH}"
        )
    among = set(listed)
    before = {id: scenario.network.ancestors([id]) & among for id in listed}

    def extended(taken: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if len(taken) == len(listed):
            yield taken
        for id in listed:
            if id not in taken and before[id].issubset(taken):
                yield from extended((*taken, id))

    return extended(())


def unnamed(
    scenario: Scenario, contenders: Sequence[Contender], orders: Iterable[tuple[str, ...]], *, origin: Origin
) -> list[Contender]:
    """Make contenders of orders that none of those given has; each is called by the letters of its tasks."""
    known = {one.order for one in contenders if one.only_reorders}
    names = {name for one in contenders for name in one.names}
    letters = letters_of(scenario)
    made = []
    for order in orders:
        if order not in known:
            name = " ".join(letters[id] for id in order)
            name = f"order {name}" if name in names else name
            alternative = Alternative(name=name, order=order)
            made.append(Contender(names=(name,), alternative=alternative, order=order, origin=origin))
    return made


def why_not(scenario: Scenario, contender: Contender) -> Unjudged:
    """Return why a contender cannot be judged."""
    problems = problems_of(scenario, contender.alternative)
    return Unjudged(name=contender.name, order=contender.order, why="; ".join(problems))


def letters_of(scenario: Scenario) -> dict[str, str]:
    """Return each task of the list in force a letter, in the order of the list; numbers where there are more tasks."""
    listed = scenario.network.ordered
    return {id: LETTERS[k] if len(listed) <= len(LETTERS) else str(k + 1) for k, id in enumerate(listed)}


_OTHER: Final = {Origin.IN_FORCE: "the plan's", Origin.FILE: "the file's", Origin.RULE: "rule of thumb"}


def _listed(scenario: Scenario, alternative: Alternative) -> tuple[str, ...]:
    order = scenario.network.ordered if alternative.order is None else alternative.order
    return tuple(id for id in order if id not in alternative.without)


def _key(alternative: Alternative, order: tuple[str, ...]) -> object:
    hold = frozenset((held, frozenset(ids)) for held, ids in alternative.hold.items())
    return order, hold, frozenset(alternative.without)
