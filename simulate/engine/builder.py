"""Builder: from a scenario to the program that the kernel walks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from math import inf, prod, sqrt
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from milepost.models.calendar import Worktime
from milepost.models.clock_timing import ClockTiming
from milepost.models.correlation import Correlation
from milepost.models.dating import Dating
from milepost.models.distributions import Distribution
from milepost.models.link import Link, LinkKind
from milepost.models.milestone import Milestone
from milepost.models.risk import Retirement, Risk
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.models.timing import PROJECT
from milepost.simulate.engine.clock import build_clock
from milepost.simulate.engine.copula import build_copula
from milepost.simulate.engine.expectation import charged_at_expectation
from milepost.simulate.engine.followed import followed_rows
from milepost.simulate.engine.keys import RowsOf, keys_of
from milepost.simulate.engine.philox import entity
from milepost.simulate.engine.program import CLAIM, FACTOR, JUDGEMENT, LINK, NODE, NONE, RETIREMENT, RISK, Program
from milepost.simulate.engine.row_allocator import RowAllocator, Slot
from milepost.simulate.engine.settlement import settlements
from milepost.simulate.engine.tables import build_tables

_BLANK_NODE = dict.fromkeys(NODE.names or (), 0)
_PAYER_ROWS = ("start", "finish", "mark", "dated", "payments", "cost of task", "daily")
_RISK_ROWS = ("latent", "delay", "stretch", "cost", "first", "charge", "due", "expected")

Fields = dict[str, Any]
"""The fields of one record; those that are rows name their slot, until all uses of rows are known."""


def build_program(scenario: Scenario) -> Program:
    """Lay a scenario out for the kernel."""
    return builder_of(scenario).build()


def builder_of(scenario: Scenario) -> "ProgramBuilder":
    """Return what lays a scenario out for the kernel."""
    expected = charged_at_expectation(scenario)
    network = scenario.network
    return ProgramBuilder(
        scenario, network.processing_order, network.retirements, expected, scenario.dating, RowAllocator()
    )


def correlation_name(correlation: Correlation) -> str:
    """Return the name under which a group draws its common factor: the same wherever it stands in the file."""
    if correlation.name:
        return f"name:{correlation.name}"
    kind = "tasks" if correlation.tasks else "risks"
    return f"{kind}:{','.join(sorted(correlation.tasks or correlation.risks))}"


class ProgramBuilder:
    """
    A program under construction.

    Parameters
    ----------
    scenario
        The plan.
    order
        Ids of its tasks and milestones, as the kernel is to take them.
    acting
        By the ids of a task and a risk that is judged there, those of the tasks that may have retired it.
    expected
        Ids of the risks whose charges count at their expectation.
    dating
        Which says what may be dated as a beginning: more than in the plan, for variants of it.
    allocator
        Of rows.
    """

    def __init__(
        self,
        scenario: Scenario,
        order: Sequence[str],
        acting: Mapping[tuple[str, str], Sequence[str]],
        expected: Set[str],
        dating: Dating,
        allocator: RowAllocator,
    ) -> None:
        self.scenario = scenario
        self.order = order
        self.acting = acting
        self.expected = expected
        self.dating = dating
        self.allocator = allocator
        self.position = {id: position for position, id in enumerate(self.order)}
        self.end = len(self.order)
        self.quantities: list[Distribution] = []
        keys_by_kind = keys_of(scenario, dating=dating)
        self.index = {of: {key: index for index, key in enumerate(keys)} for of, keys in keys_by_kind.items()}
        self.uncertain = self.index[RowsOf.UNCERTAIN]
        self.begins = self.index[RowsOf.BEGINNERS] | self.index[RowsOf.TASK_BEGINNERS]
        self.redated = self.index[RowsOf.REDATED] | self.index[RowsOf.TASK_REDATED]
        self.timing = scenario.timing
        self.worktimes: list[Worktime] = []
        self._calendar(PROJECT)
        self.holding = set(scenario.network.holding)
        self.claims: list[Fields] = []
        self.groups = _groups(scenario)
        self.judged = scenario.network.judged
        self.first_judged, self.last_judged = self._spans()
        self.gated_by = {
            id: [_flag(scenario, id, other) for other in ids] for id, ids in scenario.network.triggers.items()
        }
        self.flagged = {flag for flags in self.gated_by.values() for flag in flags}
        self.always_before = scenario.network.precedence(
            [id for id, task in scenario.tasks.items() if task.retires and id not in self.uncertain],
            counts=lambda link: link.kind == LinkKind.FINISH_TO_START and not link.leads,
        )
        self.links: list[Fields] = []
        self.judgements: list[Fields] = []
        self.retirements: list[Fields] = []
        self.retiring: list[str] = []
        self.foregone: list[tuple[int, str, Retirement]] = []
        self.gates: list[Slot] = []
        self.shared: list[Slot] = []

    def build(self) -> Program:
        """Lay everything out, then give slots their rows."""
        nodes = [self._node(position, self.scenario.nodes[id]) for position, id in enumerate(self.order)]
        risks = [self._risk(risk) for risk in self.scenario.risks.values()]
        factors = [self._factor(group) for group in sorted(self.scenario.correlations, key=correlation_name)]
        costly = [id for id, risk in zip(self.scenario.risks, risks, strict=True) if risk["cost"] != NONE]
        payers = self._payers(nodes)
        rows = self.allocator.assign()
        return Program(
            nodes=_array(NODE, nodes, rows),
            links=_array(LINK, self.links, rows),
            claims=_array(CLAIM, self.claims, rows),
            risks=_array(RISK, risks, rows),
            judgements=_array(JUDGEMENT, self.judgements, rows),
            retirements=_array(RETIREMENT, self.retirements, rows),
            gates=np.array([rows[flag] for flag in self.gates], np.int64),
            factors=_array(FACTOR, factors, rows),
            shared=np.array([rows[factor] for factor in self.shared], np.int64),
            payers=np.array(payers, np.int64),
            cost_risks=np.array([self.index[RowsOf.RISKS][id] for id in sorted(costly)], np.int64),
            milestones=np.array([self.position[id] for id in self.scenario.milestones], np.int64),
            followed=followed_rows(self.scenario),
            beginners=self._indices(RowsOf.MILESTONES, RowsOf.BEGINNERS, RowsOf.REDATED),
            task_beginners=self._indices(RowsOf.TASKS, RowsOf.TASK_BEGINNERS, RowsOf.TASK_REDATED),
            burn=float(self.scenario.budget.burn),  # of another type all kernels would be compiled anew
            spent=float(self.scenario.budget.spent or 0.0),
            since=-np.inf if self.scenario.budget.spent is None else float(self.scenario.network.history.now),
            dates=np.empty(0),
            units=sum(pool.capacity for pool in self.scenario.network.pools.values()),
            stoppers=len(self.index[RowsOf.STOPPERS]),
            rows=1 + max(rows.values()),
            tables=build_tables(self.quantities),
            copula=build_copula(),
            clock=build_clock(self.worktimes),
        )

    def _node(self, position: int, node: Task | Milestone) -> Fields:
        first_link = len(self.links)
        self.links += [self._link(position, node.id, link) for link in node.after]
        record = {
            **_BLANK_NODE,
            "entity": entity("node", node.id),
            "milestone": self.index[RowsOf.MILESTONES].get(node.id, NONE),
            "task": self.index[RowsOf.TASKS].get(node.id, NONE),
            "quantity": NONE,
            "scale": 1.0,
            "floor": self.scenario.network.floor(node.id),
            "finish_floor": self.scenario.network.finish_floor(node.id),
            "pushed": self.index[RowsOf.PUSHED].get(node.id, NONE),
            "rest_row": self._use(("rest", node.id), position) if node.id in self.index[RowsOf.RESTING] else None,
            "rests": self.index[RowsOf.RESTING].get(node.id, NONE),
            "opening": self.scenario.network.opening(node.id),
            "mark_row": self._use(("mark", node.id), position) if node.id in self.begins else None,
            "begins": (self.begins | self.redated).get(node.id, NONE),
            "calendar": NONE,
            "dated_row": None,
            "first_link": first_link,
            "end_link": len(self.links),
            "start_row": self._use(("start", node.id), position),
            "finish_row": self._use(("finish", node.id), position),
            "effect": NONE,
            "effect_row": None,
            "payments_row": None,
            "prices": NONE,
            "cost_row": None,
            "daily_row": None,
            **self._on_clock(position, node),
        }
        if isinstance(node, Task):
            record |= self._work(position, node)
            return record
        self._use(("finish", node.id), self.end)
        return record

    def _on_clock(self, position: int, node: Task | Milestone) -> Fields:
        """Lay out what is known of a node where calendars differ."""
        if not isinstance(self.timing, ClockTiming):
            return {}
        finish_floor = self.scenario.network.finish_floor(node.id)
        return {
            "calendar": self._calendar(self.timing.calendar_of(node.id)),
            "dated_row": self._use(("dated", node.id), position) if node.id in self.redated else None,
            "held": finish_floor > -inf or any(link.kind.holds_finish for link in node.after),
            "fleeting": self.dating.may_take_no_time(node.id),
        }

    def _work(self, position: int, task: Task) -> Fields:
        first_factor, first_gate, first_judgement = len(self.shared), len(self.gates), len(self.judgements)
        first_claim = len(self.claims)
        self.claims += self._claims(task)
        rho = self._share("tasks", task.id, position)
        self.gates += [self._use(flag, position) for flag in self.gated_by.get(task.id, ())]
        for risk_id in self._judged_at(task):
            self.judgements.append(self._judgement(position, task, risk_id))
        uncertain, history = task.id in self.uncertain, self.scenario.network.history
        quantity = self._quantity(task.duration)
        return {
            "quantity": quantity,
            "under_way": task.id in history.begun,
            "began": history.begun.get(task.id, 0.0),
            "rounds_done": history.rounds.get(task.id, 0),
            "again": self._quantity(history.again[task.id]) if task.id in history.again else quantity,
            "first_claim": first_claim,
            "end_claim": len(self.claims),
            "holds": task.id in self.holding,
            "repeats": task.rounds is not None,
            "most_rounds": task.rounds.at_most if task.rounds else 1,
            "pass_probability": task.rounds.probability if task.rounds else 1.0,
            "first_factor": first_factor,
            "end_factor": len(self.shared),
            "own": sqrt(1.0 - rho),
            "gated": task.only_if is not None,
            "first_gate": first_gate,
            "end_gate": len(self.gates),
            "first_judgement": first_judgement,
            "end_judgement": len(self.judgements),
            "stops": any(judgement["stopper"] != NONE for judgement in self.judgements[first_judgement:]),
            "effect": self.uncertain.get(task.id, NONE),
            "effect_row": self._use(("effect", task.id), position) if uncertain else None,
            "payments_row": self._use(("payments", task.id), position) if uncertain else None,
            "cost": task.cost.mean,
            "daily": task.daily.mean,
        } | self._prices(position, task)

    def _prices(self, position: int, task: Task) -> Fields:
        """Lay out what a task is paid, where that is drawn."""
        if task.id not in self.index[RowsOf.PRICED]:
            return {}
        return {
            "prices": self.index[RowsOf.PRICED][task.id],
            "cost_quantity": self._quantity(task.cost) if task.cost.sd > 0.0 else NONE,
            "daily_quantity": self._quantity(task.daily) if task.daily.sd > 0.0 else NONE,
            "cost_row": self._use(("cost of task", task.id), position),
            "daily_row": self._use(("daily", task.id), position),
        }

    def _payers(self, nodes: Sequence[Fields]) -> Sequence[int]:
        """Lay out when it is settled what tasks cost, and keep their rows until then."""
        paid = {id for id, task in self.scenario.tasks.items() if task.is_paid or id in self.index[RowsOf.PRICED]}
        stopping = [position for position, node in enumerate(nodes) if node["stops"]]
        settled = settlements([self.scenario.nodes[id] for id in self.order], stopping)
        if stopping:
            # What takes no time costs nothing where the project stops at that moment, at what follows it.
            settled |= dict.fromkeys(filter(self.dating.may_take_no_time, paid), self.end - 1)
        payers = sorted((settled[id], id) for id in paid)
        for position, id in payers:
            for kind in _PAYER_ROWS:
                if (kind, id) in self.allocator:
                    self._use((kind, id), position)
        upto = np.searchsorted([position for position, _ in payers], np.arange(len(nodes) + 1)).tolist()
        for node, (first, end) in zip(nodes, pairwise(upto), strict=True):
            node.update({"first_payer": first, "end_payer": end})
        return [self.position[id] for _, id in payers]

    def _link(self, position: int, id: str, link: Link) -> Fields:
        before = link.predecessor
        passes = id in self.begins and self.dating.passes_beginning(link)
        begins = passes and self.dating.waits_for_start_of_work(link)
        start = self._start_read_by(link)
        return {
            "row": self._use(start if link.kind.reads_start else ("finish", before), position),
            "lag": link.lag + link.elapsed,
            "share": link.share,
            "begin_row": self._use(start, position) if link.share else None,
            "end_row": self._use(("finish", before), position) if link.share else None,
            "holds_finish": link.kind.holds_finish,
            "mark_row": self._use(("mark", before), position) if passes and before in self.begins else None,
            "lasts_row": self._use(("finish", before), position) if begins else None,
            "reads_start": link.kind.reads_start,
            "elapsed": link.elapsed,
            "calendar": NONE,
            "own": NONE,
            "dated_row": None,
        } | self._link_on_clock(position, id, link)

    def _link_on_clock(self, position: int, id: str, link: Link) -> Fields:
        """Lay out what is known of a link where calendars differ."""
        if not isinstance(self.timing, ClockTiming):
            return {}
        before, dates = link.predecessor, id in self.redated or link.kind.holds_finish
        return {
            "lag": link.lag,
            "calendar": self._calendar(self.timing.lag_calendar(link, id)) if link.lag else NONE,
            "own": self._calendar(self.timing.calendar_behind(before)),
            "begin_row": self._use(self._start_read_by(link), position) if dates or link.share else None,
            "end_row": self._use(("finish", before), position) if dates or link.share else None,
            "dated_row": self._use(("dated", before), position) if dates and before in self.redated else None,
        }

    def _start_read_by(self, link: Link) -> Slot:
        """Name the start of what a link waits for, or of the rest of it."""
        return ("rest" if self.scenario.network.history.reads_rest(link) else "start", link.predecessor)

    def _claims(self, task: Task) -> Iterator[Fields]:
        """Yield the units that a task needs of each resource that can be short."""
        first = 0
        for pool in self.scenario.network.pools.values():
            if task.id in pool.needs:
                units = min(pool.needs[task.id], pool.capacity)
                yield {"first": first, "end": first + pool.capacity, "units": units}
            first += pool.capacity

    def _judged_at(self, task: Task) -> Iterable[str]:
        """Return the risks to be judged at a task; the one that decides whether it runs at all comes first."""
        return sorted(self.judged[task.id], key=lambda id: (id != task.only_if, id))

    def _judgement(self, position: int, task: Task, risk_id: str) -> Fields:
        risk = self.scenario.risks[risk_id]
        for kind in ("latent", "delay", "stretch", "cost", "first"):
            self._use((kind, risk_id), position)
        acting = self.acting.get((task.id, risk_id), ())
        before = [id for id in acting if id not in self.uncertain and self.always_before(id, task.id)]
        perhaps = [id for id in acting if id not in before]
        first_retirement = len(self.retirements)
        self.retirements += [self._retirement(position, id, risk_id) for id in perhaps]
        self.retiring += perhaps
        taken = [self.scenario.tasks[id].retires[risk_id] for id in before]
        self.foregone += [(len(self.judgements), id, one) for id, one in zip(before, taken, strict=True)]
        exposure = self.index[RowsOf.EXPOSURES].get((risk_id, task.id), NONE)
        stops = risk.stop and (exposure != NONE or risk_id in task.reveals)
        flag = ("flag", task.id, risk_id)
        return {
            "risk": self.index[RowsOf.RISKS][risk_id],
            "opens": position == self.first_judged[risk_id],
            "closes": position == self.last_judged[risk_id],
            "gates": task.only_if == risk_id and not self.gated_by[task.id],
            "exposure": exposure,
            "stopper": self.index[RowsOf.STOPPERS][risk_id] if stops else NONE,
            "probability": risk.probability * prod(1.0 - retirement.probability for retirement in taken),
            "impact": prod(1.0 - retirement.impact for retirement in taken),
            "impact_varies": any(self.scenario.tasks[id].retires[risk_id].impact > 0.0 for id in perhaps),
            "first_retirement": first_retirement,
            "end_retirement": len(self.retirements),
            "flag_row": self._use(flag, position) if stops or flag in self.flagged else None,
        }

    def _retirement(self, position: int, id: str, risk_id: str) -> Fields:
        retirement = self.scenario.tasks[id].retires[risk_id]
        return {
            "finish_row": self._use(("finish", id), position),
            "effect_row": self._use(("effect", id), position) if id in self.uncertain else None,
            "keep_probability": 1.0 - retirement.probability,
            "keep_impact": 1.0 - retirement.impact,
        }

    def _risk(self, risk: Risk) -> Fields:
        first_factor = len(self.shared)
        judged = risk.id in self.first_judged
        # A variant may leave out the first judgement, and with it draw the risk as late as at the last.
        spans = (self.first_judged[risk.id], self.last_judged[risk.id]) if judged else ()
        rho = self._share("risks", risk.id, *spans)
        cost = self._quantity(risk.cost, without=0.0)
        if judged and cost != NONE:
            self._use(("first", risk.id), self.end)
            self._use(("charge", risk.id), self.first_judged[risk.id], self.end)
            if risk.id in self.expected:
                self._use(("due", risk.id), self.first_judged[risk.id], self.end)
                self._use(("expected", risk.id), self.first_judged[risk.id], self.end)
        return {
            "entity": entity("risk", risk.id),
            "first_factor": first_factor,
            "end_factor": len(self.shared),
            "own": sqrt(1.0 - rho),
            "delay": self._quantity(risk.delay, without=0.0),
            "stretch": self._quantity(risk.stretch, without=1.0),
            "cost": cost if judged else NONE,
            "expects": risk.id in self.expected,
            "mean_cost": risk.cost.mean,
        } | {f"{kind}_row": (kind, risk.id) for kind in _RISK_ROWS}

    def _factor(self, group: Correlation) -> Fields:
        name = correlation_name(group)
        return {"entity": entity("group", name), "weight": sqrt(group.rho), "row": self._use(("factor", name), 0)}

    def _share(self, kind: str, id: str, *positions: int) -> float:
        """Let a task or a risk share the factors of its groups, and return the sum of their rho."""
        groups = self.groups[kind, id]
        self.shared += [self._use(("factor", correlation_name(group)), *positions) for group in groups]
        return sum(group.rho for group in groups)

    def _quantity(self, quantity: Distribution, without: float | None = None) -> int:
        """Return a quantity's position among the tables; NONE if it always is what it would be without."""
        if quantity.sd == 0.0 and quantity.mean == without:
            return NONE
        self.quantities.append(quantity)
        return len(self.quantities) - 1

    def _indices(self, every: RowsOf, *some: RowsOf) -> NDArray[np.int64]:
        return np.array([self.index[every][key] for one in some for key in self.index[one]], np.int64)

    def _calendar(self, name: str) -> int:
        """Return which of the kernel's calendars one is; NONE where time is the work of one calendar."""
        if not isinstance(self.timing, ClockTiming):
            return NONE
        worktime = self.timing.worktimes[name]
        if worktime not in self.worktimes:
            self.worktimes.append(worktime)
        return self.worktimes.index(worktime)

    def _use(self, slot: Slot, *positions: int) -> Slot:
        for position in positions:
            self.allocator.use(slot, position)
        return slot

    def _spans(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return the first and the last position at which each risk is judged."""
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for position, id in enumerate(self.order):
            for risk_id in self.judged.get(id, ()):
                first.setdefault(risk_id, position)
                last[risk_id] = position
        return first, last


def _groups(scenario: Scenario) -> Mapping[tuple[str, str], list[Correlation]]:
    """Return the groups of each task and risk, by the order of their names."""
    groups: defaultdict[tuple[str, str], list[Correlation]] = defaultdict(list)
    for group in sorted(scenario.correlations, key=correlation_name):
        for kind, members in (("tasks", group.tasks), ("risks", group.risks)):
            for id in members:
                groups[kind, id].append(group)
    return groups


def _flag(scenario: Scenario, gated: str, trigger: str) -> Slot:
    """Name what says whether the risk that a task waits for occurs at one of the tasks before it."""
    return ("flag", trigger, scenario.tasks[gated].only_if or "")


def _array(dtype: np.dtype[np.void], records: Sequence[Fields], rows: Mapping[Slot, int]) -> NDArray[np.void]:
    """Make an array of records, with rows for the slots that they name."""
    array = np.empty(len(records), dtype)
    for name in dtype.names or ():
        if name == "row" or name.endswith("_row"):
            array[name] = [rows.get(slot, NONE) for slot in map(itemgetter(name), records)]
        else:
            array[name] = [*map(itemgetter(name), records)]
    return array
