"""Shared: what rules say of many tasks, and tasks of risks and milestones, put where these would say it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from milepost.models.file.scalar import shown
from milepost.models.file.source import Plain
from milepost.models.file.where import Where, asks_for_critical
from milepost.models.milestone import Level, due_milestone
from milepost.models.numeral import Unit, meant, numeral
from milepost.models.problem import KeyPath, Remark, cut
from milepost.models.spelling import Spelling

APPLY: Final = "apply"
DUE: Final = "due"
EXPOSED_TO: Final = "exposed_to"
FIELDS: Final = "fields"
REMAINING: Final = "remaining"
POINTS: Final = ("low", "likely", "high")
"""The keys behind which a rule names the fields that have them."""

_FIELDS: Final = ("duration", "range", "calendar", "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    What came of a rule.

    Parameters
    ----------
    number
        Its place in the list, from 0.
    name
        What it is called, or what it looks for.
    matches
        How many tasks it is about.
    sets
        By field, for how many of them it counts.
    skipped
        Ids of tasks with rounds, which it leaves out of its group.
    """

    number: int
    name: str
    matches: int
    sets: dict[str, int]
    skipped: tuple[str, ...]


class Shared:
    """
    Plain data of a scenario with what its rules say put into it.

    What a task says itself comes first, then the first rule that says something for it, then what the plan of another
    program says of it; exposures add up. The due date of a task is that of a minor milestone, which is made for it.

    Parameters
    ----------
    data
        Plain data, which stays as it is.
    critical
        Ids of the tasks without float; none where that is not known, so that rules that ask for it find nothing.
    is_foreign
        Returns whether a part is only said by the plan of another program.

    Attributes
    ----------
    data
        The same with what the rules say.
    rules
        What came of each rule that can be understood.
    remarks, advice
        Rules that are about no task, and those that set nothing or leave tasks out.
    """

    def __init__(
        self,
        data: dict[str, Any],
        critical: frozenset[str] | None = None,
        is_foreign: Callable[[KeyPath], bool] = lambda _: False,
    ) -> None:
        self.data = self._given = data
        self._critical = critical
        self._is_foreign = is_foreign
        self._ruled: set[tuple[str, str]] = set()
        self._overruled: list[tuple[str, str]] = []
        self._asking: dict[int, tuple[str, list[str]]] = {}
        self.rules: list[Rule] = []
        self.remarks: list[Remark] = []
        self.advice: list[Remark] = []
        self._origins: dict[KeyPath, KeyPath] = {}
        rules, tasks, risks, groups, milestones = (
            data.get(key) for key in (APPLY, "tasks", "risks", "correlations", "milestones")
        )
        self._tasks: dict[str, Any] = dict(tasks) if isinstance(tasks, dict) else {}
        self._risks: dict[str, Any] = dict(risks) if isinstance(risks, dict) else {}
        self._groups: list[Any] = [*groups] if isinstance(groups, list) else []
        self._milestones: dict[str, Any] = dict(milestones) if isinstance(milestones, dict) else {}
        own = [id for id, task in self._tasks.items() if _says(task, EXPOSED_TO)]
        dated = [id for id, task in self._tasks.items() if _says(task, DUE)]
        if not own and not dated and not isinstance(rules, list):
            return
        for id in own:
            self._expose([id], self._tasks[id][EXPOSED_TO], ("tasks", id, EXPOSED_TO))
        for number, rule in enumerate(rules if isinstance(rules, list) else ()):
            if isinstance(rule, dict):
                self._apply(number, rule)
        for id in dated:
            self._promise(id, self._tasks[id])
        changed = {
            "tasks": self._tasks,
            "milestones": self._milestones,
            "risks": self._risks,
            "correlations": self._groups,
        }
        self.data = {**data, **{key: part for key, part in changed.items() if part}}

    @property
    def settled(self) -> dict[str, Any]:
        """
        Return what is given so that it means the same where nobody knows any more what another program said.

        What rules say stands in the place of that, and ids in the place of what is critical.
        """
        data = dict(self._given)
        if self._overruled:
            data["tasks"] = dict(data["tasks"])
        for id, field in self._overruled:
            data["tasks"][id] = {**data["tasks"][id], field: self._tasks[id][field]}
        if self._asking:
            data[APPLY] = [*data[APPLY]]
        for number, (name, ids) in self._asking.items():
            rest = {key: said for key, said in data[APPLY][number].items() if key != "where"}
            data[APPLY][number] = {**rest, "name": name, "ids": ids}
        return data

    def origin(self, path: KeyPath) -> KeyPath:
        """Return where a part stands: in a rule, where one put it there."""
        for depth in range(len(path), 0, -1):
            if path[:depth] in self._origins:
                return (*self._origins[path[:depth]], *path[depth:])
        return path

    def _promise(self, id: str, task: dict[str, Any]) -> None:
        """Make the milestone that is reached when a task is finished, due when that is."""
        made, at = due_milestone(id), ("tasks", id, DUE)
        if made in self._milestones or made in self._tasks:
            message = f"the due date makes a milestone {made!r}, and that id is taken: give what has it another"
            self.remarks.append(Remark(path=at, message=message))
            return
        actual = task.get("actual")
        said = {
            "name": task.get("name") or id,
            "level": Level.MINOR.value,
            DUE: task[DUE],
            "after": [id],
            "owner": task.get("owner"),
            "group": task.get("group"),
            "codes": task.get("codes"),
            "reached": actual.get("finish") if isinstance(actual, dict) else None,
        }
        self._milestones[made] = {key: value for key, value in said.items() if value is not None}
        self._origins["milestones", made] = at
        self._origins["milestones", made, DUE] = at
        for key in ("group", "codes"):
            self._origins["milestones", made, key] = ("tasks", id, key)
        self._origins["milestones", made, "reached"] = ("tasks", id, "actual", "finish")

    def _apply(self, number: int, rule: dict[str, Any]) -> None:
        """Put what a rule says where it belongs, and count."""
        at: KeyPath = (APPLY, number)
        try:
            ids, name, judged = self._matched(rule, at)
        except ValueError:
            return  # what it looks for is no condition, which is told where it is read
        if asks_for_critical(rule):
            self._asking[number] = name, ids
        sets: dict[str, int] = {}
        if isinstance(named := rule.get(FIELDS), dict):
            points = self._points(ids, named, at)
            ids, judged = [*points], bool(points)
            sets = self._estimate(points, (*at, FIELDS))
        sets |= {field: self._set(field, rule[field], ids, (*at, field)) for field in _FIELDS if rule.get(field)}
        if rule.get(EXPOSED_TO):
            sets[EXPOSED_TO] = self._expose(ids, rule[EXPOSED_TO], (*at, EXPOSED_TO))
        skipped: tuple[str, ...] = ()
        if isinstance(rule.get("correlated"), dict):
            skipped = tuple(id for id in ids if _says(self._tasks[id], "rounds"))
            sets["correlated"] = self._correlate(
                [id for id in ids if id not in skipped], rule["correlated"], name, (*at, "correlated")
            )
        self.rules.append(Rule(number=number, name=name, matches=len(ids), sets=sets, skipped=skipped))
        if judged:
            self._judge(self.rules[-1], at)

    def _judge(self, rule: Rule, at: KeyPath) -> None:
        """Point at a rule that sets nothing, or leaves tasks out."""
        if not any(rule.sets.values()):
            message = f"{cut(rule.name)!r} sets nothing, as all its tasks say it themselves: take the rule out"
            self.advice.append(Remark(path=at, message=message))
        if rule.skipped:
            named = ", ".join(map(repr, rule.skipped[:3])) + (" ..." if len(rule.skipped) > 3 else "")
            message = f"tasks with rounds draw each by itself and are left out of the group: {named}"
            self.advice.append(Remark(path=(*at, "correlated"), message=message))

    def _matched(self, rule: dict[str, Any], at: KeyPath) -> tuple[list[str], str, bool]:
        """Return the ids of the tasks that a rule is about, what it is called, and whether there is more to say."""
        if isinstance(listed := rule.get("ids"), list) and listed:
            spelling = Spelling(self._tasks)
            for index, id in enumerate(listed):
                if isinstance(id, str) and id not in self._tasks:
                    message = f"{shown(id)} is not a task{spelling.hint(id) or '; name one that stands under tasks'}"
                    self.remarks.append(Remark(path=(*at, "ids", index), message=message, absent=id))
            ids = [id for id in dict.fromkeys(one for one in listed if isinstance(one, str)) if id in self._tasks]
            return ids, str(rule.get("name") or ", ".join(map(str, listed))), bool(ids)  # each is told that is not one
        if rule.get("where") is None and rule.get(FIELDS):
            return [*self._tasks], str(rule.get("name") or FIELDS), True
        where = Where.of(rule.get("where"))
        name = str(rule.get("name") or where)
        if where.critical is not None and self._critical is None:
            return [], name, False
        ids = where.found(self._tasks, self._critical or frozenset())
        if not ids:
            hint = where.hint(self._tasks) or ": look for something else, or take the rule out"
            self.remarks.append(Remark(path=at, message=f"{cut(name)!r} finds no task{hint}"))
        return ids, name, bool(ids)

    def _estimate(self, points: Mapping[str, list[Decimal]], at: KeyPath) -> dict[str, int]:
        """Set durations to three points, and let the same share of what is left of work under way be uncertain."""
        sets = {"duration": 0}
        for id, (low, likely, high) in points.items():
            count = self._set("duration", _three(low, likely, high), [id], at)
            sets["duration"] += count
            left = self._tasks[id].get(REMAINING)
            rest = _days(left) if isinstance(left, str) else None
            if count and likely and rest is not None and not self._keeps(id, REMAINING):
                shared = _three(rest * low / likely, rest, rest * high / likely)
                sets[REMAINING] = sets.get(REMAINING, 0) + self._set(REMAINING, shared, [id], at)
        return sets

    def _points(self, ids: list[str], named: Mapping[str, Any], at: KeyPath) -> dict[str, list[Decimal]]:
        """Return by id the least, likely and most days of the tasks that have them in fields; at least two of them."""
        found: dict[str, list[Decimal]] = {}
        told = len(self.remarks)
        for id in ids:
            numbers = self._three_of(id, named)
            if not numbers:
                continue
            if numbers == sorted(numbers) or self._keeps(id, "duration"):
                found[id] = numbers
                continue
            listed = ", ".join(map(numeral, numbers))
            message = f"{listed} are not the least, likely and most days: put them in ascending order"
            self.remarks.append(Remark(path=("tasks", id, FIELDS, str(named["low"])), message=message))
        if not found and len(self.remarks) == told:
            there = sorted({name for task in self._tasks.values() if isinstance(task, dict) for name in _fields(task)})
            wanted = " and ".join(repr(cut(str(named.get(point)))) for point in ("low", "high"))
            some = f"; there are {', '.join(repr(cut(name)) for name in there[:5])}" if there else ""
            message = f"no task that it is about has the fields {wanted}{some}: name others, or take the rule out"
            self.remarks.append(Remark(path=(*at, FIELDS), message=message))
        return found

    def _three_of(self, id: str, named: Mapping[str, Any]) -> list[Decimal]:
        """Return the three points that stand in fields of a task [days]; none where they are not filled."""
        task = self._tasks[id]
        fields = (task.get(FIELDS) if isinstance(task, dict) else None) or {}
        texts = {point: fields.get(named.get(point)) for point in POINTS}
        if not (isinstance(texts["low"], str) and isinstance(texts["high"], str)):
            return []
        if texts["likely"] is None and _is_one_number(task):
            texts["likely"] = task["duration"]
        days = {point: _days(text) for point, text in texts.items() if isinstance(text, str)}
        for point, number in days.items():
            if number is None:
                message = f"{shown(texts[point])} is not a length in working days: give one, as 12 or 3d"
                self.remarks.append(Remark(path=("tasks", id, FIELDS, str(named[point])), message=message))
        numbers = [number for number in days.values() if number is not None]
        return numbers if len(numbers) == len(POINTS) and numbers[-1] else []

    def _keeps(self, id: str, field: str) -> bool:
        """Return whether a scenario says something of a task, which no rule changes."""
        return _says(self._tasks[id], field) and not self._is_foreign(("tasks", id, field))

    def _set(self, field: str, value: Any, ids: list[str], at: KeyPath) -> int:
        """Put a value where no scenario and no rule above says one, and return for how many it counts."""
        count = 0
        for id in ids:
            task = self._tasks[id]
            if (id, field) in self._ruled or (field == "range" and not _is_one_number(task)):
                continue
            if self._keeps(id, field):
                continue
            if _says(task, field):
                self._overruled.append((id, field))
            if task is None or isinstance(task, dict):
                self._tasks[id] = {**(task or {}), field: value}
                self._origins["tasks", id, field] = at
                self._ruled.update((id, one) for one in ((field, "duration") if field == "range" else (field,)))
                count += 1
        return count

    def _expose(self, ids: list[str], risks: Any, at: KeyPath) -> int:
        """Let risks expose tasks, and return for how many that is new."""
        exposed = set[str]()
        for index, id in enumerate(risks if isinstance(risks, list) else ()):
            if id not in self._risks:
                hint = Spelling(self._risks).hint(str(id)) or "; name one that stands under risks, or add it there"
                self.remarks.append(Remark(path=(*at, index), message=f"{shown(id)} is not a risk{hint}", absent=id))
                continue
            risk = self._risks[id] or {}
            there = risk.get("exposes") or [] if isinstance(risk, dict) else None
            if not isinstance(there, list):
                continue  # which is told where it is read
            already = set(map(str, there))
            added = [task for task in ids if task not in already]
            for place in range(len(there), len(there) + len(added)):
                self._origins["risks", id, "exposes", place] = (*at, index)
            exposed.update(added)
            self._risks[id] = {**risk, "exposes": [*there, *added]}
        return len(exposed)

    def _correlate(self, ids: list[str], correlated: dict[str, Any], name: str, at: KeyPath) -> int:
        """Make a group of tasks, and return of how many."""
        if len(ids) < 2:
            return 0
        self._origins["correlations", len(self._groups)] = at
        self._groups.append({"name": name, "tasks": ids, **correlated})
        return len(ids)


def _says(task: Any, field: str) -> bool:
    return isinstance(task, dict) and task.get(field) is not None


def _fields(task: Mapping[str, Any]) -> Iterable[str]:
    fields = task.get("fields")
    return fields if isinstance(fields, dict) else ()


def _three(low: Decimal, likely: Decimal, high: Decimal) -> Plain | list[Plain]:
    """Write three points as a file does: one number where they are one."""
    points = [Plain(numeral(round(number, 9))) for number in (low, likely, high)]
    return points if low < high else points[0]


def _days(text: str) -> Decimal | None:
    """Return a length in working days; none where a text is not one, or can be two."""
    found = meant(text, Unit.DAYS, lambda number: number >= 0)
    return found[0][0] if len(found) == 1 else None


def _is_one_number(task: Any) -> bool:
    duration = task.get("duration") if isinstance(task, dict) else None
    return isinstance(duration, str)
