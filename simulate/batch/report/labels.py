"""Labels: how pictures call plans, milestones and what was swept over."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from milepost.models.file.change import Operator
from milepost.models.file.setting import BY_ID, keys_of
from milepost.simulate.batch.report.rank import said
from milepost.simulate.batch.report.unit import unit_of, with_unit
from milepost.simulate.batch.row import RunRow
from milepost.simulate.report.media.canvas import drawable

Names = Callable[[str], Mapping[str, str]]
"""Returns what is called what in the plan of a file, by the path that leads to it, as `tasks.build`."""

_LONGEST: Final = 44
_OPERATORS: Final = {Operator.SCALE: ", scaled", Operator.ADD: ", plus"}


def no_names(file: str) -> Mapping[str, str]:
    """Return that nothing of a plan is known but its ids."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Labels:
    """
    How what is in some runs is called.

    Parameters
    ----------
    plans
        The name of each plan by its file, in order.
    names
        What their parts are called.
    currency
        What money is in, empty where the plans do not agree.
    """

    plans: Mapping[str, str]
    names: Names = no_names
    currency: str = ""

    def plan(self, file: str) -> str:
        """Return the name of a plan, with its file where another has the same name."""
        number = f"file {list(self.plans).index(file) + 1}"
        name = self.plans[file]
        if list(self.plans.values()).count(name) == 1 and name:
            return drawable(name, instead=drawable(file, instead=number), most=_LONGEST)
        file = drawable(file, instead=number, most=_LONGEST)
        return f"{drawable(name, instead=number, most=_LONGEST // 2)} ({file})" if name else file

    def milestone(self, id: str, file: str) -> str:
        """Return the name of a milestone of a plan."""
        return drawable(self._names_in[file].get(f"milestones.{id}", id), instead=id, most=_LONGEST)

    def parameter(self, name: str) -> str:
        """Return in words what was swept over, as `Budget: burn`."""
        operator = next((one for one in _OPERATORS if name.endswith(one)), None)
        keys = list(keys_of(name.removesuffix(operator or "")))
        id = f"{keys[0]}.{keys[1]}" if keys[0] in BY_ID and len(keys) > 1 else ""
        found = next((names[id] for names in self._names_in.values() if id in names), keys[1] if id else "")
        head = drawable(found, instead=keys[1], most=_LONGEST) if id else _words(keys[0])
        rest = ", ".join(_words(key).lower() for key in keys[2 if id else 1 :])
        return f"{head}: {rest}".removesuffix(": ") + _OPERATORS.get(operator or Operator.PUT, "")

    def parameter_with_unit(self, name: str) -> str:
        """Return in words what was swept over, and in which unit."""
        return with_unit(self.parameter(name), unit_of(name, self.currency))

    @cached_property
    def _names_in(self) -> Mapping[str, Mapping[str, str]]:
        return {file: self.names(file) for file in self.plans}


def names_drawn(rows: Iterable[RunRow], swept: Sequence[str]) -> Iterator[str]:
    """Yield the names that pictures may have: of plans, files and orderings, and what was swept over."""
    for row in rows:
        yield from (row.name, row.file, row.ordering, *(said(row.setting(path)) for path in swept))


def _words(key: str) -> str:
    return drawable(key.replace("_", " ").capitalize(), instead="?", most=_LONGEST)
