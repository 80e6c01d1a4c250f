"""Document: a plan under several hands, with all that has been done to it since it was opened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeAlias

from milepost.models.error import MilepostError
from milepost.models.file.open_file import OpenFile
from milepost.models.file.rewriting.matching import same
from milepost.models.problem import KeyPath
from milepost.simulate.web.document.history import History
from milepost.simulate.web.document.step import Step
from milepost.simulate.web.ops.carried_out import carried_out
from milepost.simulate.web.ops.changes import changes
from milepost.simulate.web.ops.op import Op
from milepost.simulate.web.ops.state import State

Names: TypeAlias = Mapping[KeyPath, str]
"""By the path of an entry in a file, another key."""

AS_SAVED: Final = "As saved"
"""The name of the state that stands in the file."""

NOW: Final = "Now"
"""The name of the state that is in the page."""

LONGEST_NAME: Final = 60
"""Of a kept state [characters]."""

_MOST_OVERRULED: Final = 50
"""Paths of a step of which it is looked for who touched them before."""

_MOST_STEPS: Final = 999
"""Of which it is looked for who touched what."""

_MOST_TEXTS: Final = 20
"""Of what the file has said that are remembered."""

MOST_KEPT: Final = 30
"""States that are kept at the most."""


class KeepingError(MilepostError):
    """A state cannot be kept under a name, or there is none of that name; the text says why."""


class Document:
    """
    A plan, with what was done to it and can be taken back.

    Its states share what they have in common, so that each may be kept.

    Parameters
    ----------
    file
        The file that was opened.
    data
        What stood in it, where that is not what stands in it now.
    """

    def __init__(self, file: OpenFile, *, data: Mapping[str, Any] | None = None) -> None:
        self.file = file
        self.rev = 0
        self.kept: dict[str, State] = {}
        self._saved = self._drafted = State(data=file.data if data is None else data)
        self._history = History(self._saved)
        self._steps: list[Step] = []
        self._texts = [] if file.is_new else [(self._saved.data, file.text)]
        """What the file has said, and how."""

    @property
    def state(self) -> State:
        """Return how it is now."""
        return self._history.now

    @property
    def saved(self) -> State:
        """Return how it stands in the file."""
        return self._saved

    @property
    def is_dirty(self) -> bool:
        """Return whether it says something else than the file, or the file is not there yet."""
        return self.file.is_new or not same(self.state.data, self._saved.data)

    @property
    def undo_label(self) -> str | None:
        """Return what would be taken back."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """Return what would be done again."""
        return self._history.redo_label

    @property
    def current(self) -> str | None:
        """Return the name of the kept state that it is the same as now, if there is one."""
        names = [name for name, state in self.kept.items() if _alike(state, self.state)]
        return names[0] if names else AS_SAVED if _alike(self.state, self._saved) else None

    def edit(self, ops: Sequence[Op], *, label: str = "", tab: str = "") -> Step | None:
        """
        Make changes; none where they change nothing.

        Where they come to what was drafted last, that is the state which is gone to: what comes of it is known.

        Raises
        ------
        OpError
            When they cannot be made; then none is.
        """
        state = carried_out(self.state, ops, self.file.below)
        is_drafted = self._drafted.names == state.names and _alike(self._drafted, state)
        return self._go_to(self._drafted if is_drafted else state, label or "Edit", tab)

    def drafted(self, ops: Sequence[Op]) -> State:
        """
        Return how it would be with changes that are not made yet.

        Raises
        ------
        OpError
            When they cannot be made.
        """
        self._drafted = carried_out(self.state, ops, self.file.below)
        return self._drafted

    def undo(self, tab: str = "") -> Step | None:
        """Take back what was done last; nothing where nothing was."""
        label = self.undo_label
        return None if label is None else self._moved(self._history.back, label, tab)

    def redo(self, tab: str = "") -> Step | None:
        """Do again what was taken back last."""
        label = self.redo_label
        return None if label is None else self._moved(self._history.on, label, tab)

    def keep(self, name: str) -> None:
        """
        Keep the present state under a name; one that has that name gives way.

        Raises
        ------
        KeepingError
            When it is no name, or too many are kept.
        """
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME or not name.isprintable() or name in (AS_SAVED, NOW):
            raise KeepingError(f"{name[:LONGEST_NAME]!r} is not a name: write 1 to {LONGEST_NAME} characters")
        if name not in self.kept and len(self.kept) == MOST_KEPT:
            raise KeepingError(f"{MOST_KEPT} states are kept already: forget one first")
        self.kept[name] = self.state

    def switch(self, name: str, tab: str = "") -> Step | None:
        """
        Take up a kept state, as a step that can be taken back.

        Raises
        ------
        KeepingError
            When none has that name.
        """
        return self._go_to(self.named(name), f"Switch to {name}", tab)

    def forget(self, name: str) -> None:
        """
        Keep a state no longer.

        Raises
        ------
        KeepingError
            When none has that name.
        """
        self.named(name)
        self.kept.pop(name, None)

    def has(self, name: str) -> bool:
        """Return whether a state has that name."""
        return name in (AS_SAVED, NOW) or name in self.kept

    def named(self, name: str) -> State:
        """
        Return the state of a name.

        Raises
        ------
        KeepingError
            When none has it.
        """
        if name in (AS_SAVED, NOW):
            return self._saved if name == AS_SAVED else self.state
        if name not in self.kept:
            raise KeepingError(f"no state is kept as {name[:LONGEST_NAME]!r}")
        return self.kept[name]

    def replaced(self, data: Mapping[str, Any], label: str, tab: str = "") -> Step | None:
        """Put other data in the place of all that it says, as a step that can be taken back."""
        return self._go_to(State(data=data, off=self.state.off, names=self.state.names), label, tab)

    @property
    def text(self) -> str:
        """
        Return the text of the file as it is to be written.

        What the file said before is written as it stood then: taking back all that was done gives every byte back.

        Raises
        ------
        RewriteError
            When it cannot be written.
        """
        state = self.state
        for data, text in reversed(self._texts):
            if same(data, state.data):
                return text
        return self.file.written(state.data, state.names)

    def saved_as(self, file: OpenFile) -> None:
        """Take a file that says what the document says now for the one that is open."""
        self._texts = [*self._texts[1 - _MOST_TEXTS :], (file.data, file.text)]
        off, names = self.state.off, self.state.names
        self._rebase(file, lambda then: _since(names, then))
        self._history.put(replace(self._saved, off=off) if off else self._saved)

    def reopened(self, file: OpenFile) -> None:
        """Take another reading of the file, which somebody else has changed, for what is saved; the document stays."""
        self._texts = [(file.data, file.text)]
        self._rebase(file, lambda _: {})

    def differs(self, state: State) -> bool:
        """Return whether a state says something else than the file."""
        return not _alike(state, self._saved)

    def overruled(self, step: Step) -> dict[str, list[KeyPath]]:
        """Return, by tab, what a step touches that this tab was the last to touch before it, and another makes now."""
        found: dict[str, list[KeyPath]] = {}
        for path in sorted(step.touched, key=str)[:_MOST_OVERRULED]:
            last = next((one for one in reversed(self._steps) if one.rev < step.rev and one.meets(path)), None)
            if last is not None and last.tab not in ("", step.tab):
                found.setdefault(last.tab, []).append(path)
        return found

    def restored(self, state: State, kept: Mapping[str, State]) -> None:
        """Take up a state, and those that are kept, as they were when the document was open before."""
        self.kept = {**kept}
        self._go_to(state, "Edits from before", "")

    def _rebase(self, file: OpenFile, names: Callable[[Names], Names]) -> None:
        self.file = file
        self._saved = self._drafted = State(data=file.data)

        def rebased(state: State) -> State:
            return replace(state, names=names(state.names))

        self._history.change(rebased)
        self.kept = {name: rebased(state) for name, state in self.kept.items()}

    def _go_to(self, state: State, label: str, tab: str) -> Step | None:
        if _alike(state, self.state):
            return None
        return self._moved(partial(self._history.add, state, label), label, tab)

    def _moved(self, move: Callable[[], None], label: str, tab: str) -> Step:
        """Go to another state of the history, and note that as a step."""
        before = self.state
        move()
        self.rev += 1
        step = Step(rev=self.rev, tab=tab, label=label, ops=changes(before, self.state))
        self._steps = [*self._steps[-_MOST_STEPS:], step]
        return step


def _since(base: Names, names: Names) -> Names:
    """Return by the paths of one state the keys of another, where each has those of a third by its paths."""
    keys = {path: (base.get(path, str(path[-1])), names.get(path, str(path[-1]))) for path in (*base, *names)}
    return {(*path[:-1], before): now for path, (before, now) in keys.items() if before != now}


def _alike(one: State, other: State) -> bool:
    return one is other or (one.off == other.off and same(one.data, other.data))
