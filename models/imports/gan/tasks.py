"""Tasks: those of a GanttProject plan, with the links between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import unquote_plus

from milepost.models.imports.cells import text_of
from milepost.models.imports.findings import Findings
from milepost.models.imports.gan.calendar import DAY, WorkedDays
from milepost.models.imports.gan.resources import Resources
from milepost.models.imports.kind import Kind
from milepost.models.imports.markup import Element
from milepost.models.imports.notice import Matter
from milepost.models.imports.plan import Activity, Bound, Relation, Sort, Span
from milepost.models.imports.summaries import on_leaves
from milepost.models.link import LinkKind
from milepost.models.problem import cut

MOST_TASKS: Final = 200_000
"""Tasks of a plan beyond which it is refused."""

_KINDS: Final = {
    "": LinkKind.FINISH_TO_START,
    "1": LinkKind.START_TO_START,
    "2": LinkKind.FINISH_TO_START,
    "3": LinkKind.FINISH_TO_FINISH,
    "4": LinkKind.START_TO_FINISH,
}
_PRIORITIES: Final = {"0": "low", "1": "normal", "2": "high", "3": "lowest", "4": "highest"}
_RUBBER: Final = "Rubber"
_LINK, _PRIORITY = "web link", "priority"
_DONE: Final = 100.0
"""Of a finished task, in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """
    A task, or a summary of some.

    Parameters
    ----------
    row
        What the file says of it.
    above
        The summaries that it lies in, from the top.
    number
        Its place among those beside it and above it, as `1.2`.
    is_summary
        Whether others lie in it.
    """

    row: Element
    above: tuple[Element, ...]
    number: str
    is_summary: bool


def nodes_of(plan: Element, findings: Findings) -> Mapping[str, Node]:
    """Return all tasks and summaries by key, in the order of the file."""
    found: dict[str, Node] = {}
    for root in plan.all("tasks"):
        for node in _nodes(root, (), ""):
            key = node.row.name = node.row.key("id")
            if not key or key in found:
                node.row.refuse(_AGAIN.format(cut(key)) if key else _NO_KEY, "id")
            found[key] = node
    if len(found) > MOST_TASKS:
        findings.fail(plan.place, f"the plan has more than {MOST_TASKS:,} tasks: split it")
    findings.stop()
    if not found:
        findings.fail(plan.place, f"is {Kind.GAN} without tasks: save it with its work")
    return found


def day_of(row: Element) -> date | None:
    """Return the day on which a task begins by the file; none where that is not said."""
    moment = row.moment("start")
    return moment.date() if moment else None


class Tasks:
    """
    The tasks of a plan.

    A task that a strong link holds begins as early as its links let it; any other stays where it is, and is only
    moved on by them.

    Parameters
    ----------
    plan
        The plan.
    nodes
        Its tasks and summaries.
    worked
        The days on which they are worked.
    resources
        Who works on them.
    findings
        Where what is wrong is taken down.
    """

    def __init__(
        self, plan: Element, nodes: Mapping[str, Node], worked: WorkedDays, resources: Resources, findings: Findings
    ) -> None:
        self._nodes, self._worked, self._resources, self._findings = nodes, worked, resources, findings
        self._zero = all(one.key("empty-milestones") != "false" for one in plan.all("tasks"))
        properties = plan.all("tasks", "taskproperties", "taskproperty")
        self._fields = {row.key("id"): row for row in properties if row.key("type") == "custom"}
        links = [*self._links()]
        self._held = {link.successor for link, is_strong in links if is_strong}
        self.all = tuple(self._activity(key, node) for key, node in nodes.items() if not node.is_summary)
        self.relations = self._on_leaves([link for link, _ in links])
        for node in nodes.values():
            if node.is_summary and node.row.key("cost-calculated") == "false" and node.row.amount("cost-manual-value"):
                findings.tell(Matter.SUMMARY_COST, node.row.name)

    def _activity(self, key: str, node: Node) -> Activity:
        row = node.row
        days, start = float(int(row.amount("duration"))), day_of(row)
        is_milestone = row.flag("meeting") and (self._zero or not days)
        days = 0.0 if is_milestone else days
        begins = self._worked.moment(start, 0.0) if start else None
        ends = self._worked.moment(start, days) if start else None
        done = min(row.amount("complete"), _DONE) / _DONE
        waits = key in self._held
        sort = Sort.TASK if not is_milestone else Sort.FINISH_MILESTONE if waits else Sort.START_MILESTONE
        return Activity(
            id=key,
            name=row.text("name"),
            sort=sort,
            duration=DAY * days,
            remaining=DAY * days * (1.0 - done),
            actual=_actual(done, begins, ends, is_milestone=is_milestone),
            resume=self._worked.moment(start, done * days) if start and 0.0 < done < 1.0 else None,
            bounds=tuple(self._bounds(row, begins, waits=waits)),
            group=tuple(one.text("name") or one.name for one in node.above),
            wbs=node.number,
            fields=dict(self._said(row)),
            cost=self._cost(row, key, days),
            owner=self._resources.owner(key),
            notes=row.text("notes"),
            stored=Span(start=begins, finish=ends),
            place=row.place,
        )

    def _bounds(self, row: Element, begins: datetime | None, *, waits: bool) -> Iterator[tuple[Bound, datetime]]:
        """Yield the dates that hold a task: the earliest that is set for it, and its own where no strong link does."""
        third = row.moment("thirdDate")
        if third is not None and row.key("thirdDate-constraint") != "0":
            yield Bound.START_NOT_BEFORE, third
        if begins is not None and not waits:
            yield Bound.START_NOT_BEFORE, begins

    def _cost(self, row: Element, key: str, days: float) -> float:
        """Return what a task costs: what was written, or what those who work on it do [currency]."""
        if row.key("cost-calculated") == "false":
            return row.amount("cost-manual-value")
        return self._resources.cost(key, days)

    def _said(self, row: Element) -> Iterator[tuple[str, str]]:
        """Yield what fields say, those of the user with what they have unless something is said."""
        own = {one.key("taskproperty-id"): one.text("value") for one in row.all("customproperty")}
        for key, field in self._fields.items():
            value = own.get(key) or field.text("defaultvalue")
            if value:
                yield field.text("name") or key, value
        if row.key("webLink"):
            yield _LINK, text_of(unquote_plus(row.text("webLink")))
        if row.key("priority"):
            yield _PRIORITY, _PRIORITIES.get(row.key("priority"), row.text("priority"))

    def _links(self) -> Iterator[tuple[Relation, bool]]:
        """Yield the links, which stand at what comes before, and whether each is strong."""
        for key, node in self._nodes.items():
            for one in node.row.all("depend"):
                one.name = f"{key} {one.key('id')}"
                kind, successor = _KINDS.get(one.key("type")), self._nodes.get(one.key("id"))
                if kind is None:
                    one.refuse(f"{cut(one.key('type'))!r} is not a kind of link: save the plan again", "type")
                elif successor is None:
                    self._findings.tell(Matter.LINK_OUTSIDE, key)
                else:
                    stays = one.key("hardness") == _RUBBER or successor.row.flag("fixed-start")
                    lag = DAY * int(one.number("difference"))
                    link = Relation(predecessor=key, successor=one.key("id"), kind=kind, lag=lag, place=one.place)
                    yield link, not stays

    def _on_leaves(self, links: list[Relation]) -> tuple[Relation, ...]:
        """Return links with those of summaries as links of what is in them."""
        within: dict[str, list[str]] = {key: [] for key, node in self._nodes.items() if node.is_summary}
        for one in self.all:
            for summary in self._nodes[one.id].above:
                within[summary.name].append(one.id)
        starts = {one.id: one.stored.start.timestamp() if one.stored.start else 0.0 for one in self.all}
        return on_leaves(links, within, starts, self._findings)


_NO_KEY: Final = "nothing stands here, and it is needed: save the plan again"
_AGAIN: Final = "{!r} stands here again: save the plan again"


def _actual(done: float, begins: datetime | None, ends: datetime | None, *, is_milestone: bool) -> Span:
    """Return what has happened of a task of which a share is done; a milestone is reached on its day."""
    if is_milestone:
        return Span(start=begins if done >= 1.0 else None)
    return Span(start=begins if done > 0.0 else None, finish=ends if done >= 1.0 else None)


def _nodes(parent: Element, above: tuple[Element, ...], number: str) -> Iterator[Node]:
    for place, row in enumerate(parent.all("task"), 1):
        own = f"{number}{place}"
        yield Node(row=row, above=above, number=own, is_summary=bool(row.all("task")))
        yield from _nodes(row, (*above, row), f"{own}.")
