"""Desk: what tabs ask for, done to the document, written down, answered, and told."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Any, Final

from milepost.models.error import MilepostError
from milepost.models.file.open_file import OpenFile
from milepost.models.problem import ScenarioError
from milepost.scenarios import TEMPLATES
from milepost.simulate.web.answering import Answering
from milepost.simulate.web.disk import Disk
from milepost.simulate.web.document import AS_SAVED, NOW, Document, Step
from milepost.simulate.web.exports import Exports
from milepost.simulate.web.faults import fault_text
from milepost.simulate.web.hub import Hub, Tab
from milepost.simulate.web.journal import LARGEST, Entry, Head
from milepost.simulate.web.opening import Opened
from milepost.simulate.web.ops import Data, OpError, State, read_ops
from milepost.simulate.web.past import edited, moved, whole
from milepost.simulate.web.question import Question
from milepost.simulate.web.saving import (
    Conflict,
    FileChangedError,
    conflict_of,
    ordering_of,
    overlay_beside,
    saved,
)
from milepost.simulate.web.telling import Telling

_LONGEST_LABEL: Final = 200
_MOST_COMPARED: Final = 6


class AskError(MilepostError):
    """A page asks for what there is not; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """
    What a page is told of how the plan is played.

    Parameters
    ----------
    iterations, confidence
        As for a run.
    version
        Of Milepost.
    templates
        What may be started from.
    """

    iterations: int
    confidence: float
    version: str
    templates: Sequence[str]

    @classmethod
    def of(cls, *, iterations: int, confidence: float) -> "Facts":
        """Return what a page of this version is told."""
        return cls(
            iterations=iterations, confidence=confidence, version=version("milepost"), templates=tuple(TEMPLATES)
        )


class Desk:
    """
    The document, its tabs, its journal and its engine, at which one thing is done after the other.

    Parameters
    ----------
    opened
        The plan, with the journal in which what is not saved is written down.
    hub, telling, answering
        The tabs, what brings messages to them, and what answers.
    facts
        What a page is told.
    """

    def __init__(
        self,
        *,
        opened: Opened,
        hub: Hub,
        telling: Telling,
        answering: Answering,
        facts: Facts,
    ) -> None:
        self._opened = opened
        self._document = opened.document
        self._head = opened.head
        self._journal = opened.journal
        self._hub = hub
        self._telling = telling
        self._answering = answering
        self._facts = facts
        self._conflict = opened.conflict
        self._is_kept = True
        self._disk = Disk()
        self._compared: tuple[str, ...] = ()
        self.exports = Exports()
        if self._document is not None:
            self._begin()

    @property
    def unsaved(self) -> str:
        """Return the file of a plan with changes that are not saved; empty where there is none."""
        document = self._document
        if document is None or not (self._conflict or (document.is_dirty and document.undo_label)):
            return ""
        return str(document.file.path)

    def look(self) -> None:
        """Take up what somebody else has written into the file; where something is not saved, only say so."""
        document = self._document
        if document is None or self._conflict is not None or not self._disk.has_changed(document.file):
            return
        name = document.file.path.name
        if document.is_dirty:
            text = f"{name} has changed on disk since it was read: saving shows what differs"
            self._hub.tell(_told(text, "warn"))
            return
        try:
            file = OpenFile.of(document.file.path)
        except ScenarioError as error:
            self._hub.tell(_told(f"{name} has changed on disk, and cannot be read any more: {error}", "warn"))
            return
        self._take_up(file, file.data, "Take up what was changed on disk")
        self._hub.tell(_told(f"{name} has changed on disk: this is how it is now", "note"))

    def close(self) -> None:
        """Take the journal away where nothing is left that is not saved."""
        document = self._document
        if not self.unsaved and (document is None or not (document.kept or document.state.off)):
            self._journal.discard()

    def came(self, tab: Tab) -> None:
        """Tell a tab that has come how all stands."""
        seen = self._hub.seen(tab)
        if seen is not None and self._document is not None:
            tab.edited(self._document.rev, seen)
        tab.tell({**self._plan(), "seen": seen})
        self._telling.again(tab)
        for note in self._opened.notes:
            tab.tell(_told(note, "warn"))
        if self._conflict is not None:
            tab.tell(_differences(self._conflict))

    def gone(self, tab: Tab) -> None:
        """Work for a tab no more that has gone."""
        self._telling.ended(tab)
        self._watch()

    async def heard(self, tab: Tab, message: Mapping[str, Any]) -> None:
        """Do what a tab asks for, or tell it why not."""
        does = _DOING.get(str(message.get("t")))
        try:
            if does is None:
                raise AskError("the page asks for something that this version does not know: load it again")
            if self._document is None and message.get("t") != "start":
                raise AskError("there is no plan yet: choose a template first")
            await does(self, tab, message)
        except ScenarioError as error:
            tab.tell(_told(str(error), "warn"))
        except MilepostError as error:
            id = message.get("id")
            if message.get("t") == "edit" and isinstance(id, int):
                tab.tell({"t": "refused", "id": id, "message": str(error)})
            else:
                tab.tell(_told(str(error), "warn"))
        except Exception as error:  # whatever it is, the page and the other tabs go on
            tab.tell(_told(fault_text(error), "warn"))

    @property
    def _plan_now(self) -> Document:
        assert self._document is not None
        return self._document

    def _begin(self) -> None:
        self._ask_base()
        self._ask()

    def _question(self, state: State, **more: Any) -> Question:
        file, data = self._plan_now.file, state.data
        advise = partial(file.advice, data)
        rev = self._plan_now.rev
        return Question(rev=rev, read=partial(file.read, data), advise=advise, off=state.off, key=state.mark, **more)

    def _ask(self) -> None:
        self._answering.ask(self._question(self._plan_now.state))
        self._compared = tuple(name for name in self._compared if self._plan_now.has(name))
        if {NOW, AS_SAVED} & {*self._compared}:
            self._compare_again(self._compared)

    def _ask_base(self) -> None:
        question = self._question(self._plan_now.saved)
        self._telling.base_is(question)
        self._answering.saved(question)

    # what is told

    def _status(self) -> dict[str, Any]:
        document = self._plan_now
        kept = [{"name": name, "dirty": document.differs(state)} for name, state in document.kept.items()]
        return {
            "dirty": document.is_dirty,
            "undo": document.undo_label,
            "redo": document.redo_label,
            "kept": kept,
            "current": document.current,
        }

    def _plan(self) -> dict[str, Any]:
        facts = self._facts
        own = {"iterations": facts.iterations, "confidence": facts.confidence, "version": facts.version}
        if self._document is None:
            nothing = dict.fromkeys(("data", "saved", "below", "undo", "redo", "current"))
            empty = {"file": "", "dirty": False, "kept": [], "off": [], "templates": [*facts.templates]}
            return {"t": "plan", "rev": 0, **nothing, **empty, **own}
        document = self._document
        return {
            "t": "plan",
            "rev": document.rev,
            "file": document.file.path.name,
            "data": document.state.data,
            "saved": document.saved.data,
            "below": document.file.below,
            "off": sorted(document.state.off),
            **self._status(),
            **own,
        }

    def _tell_step(self, step: Step, *, by: str, tab: Tab | None = None, id: int | None = None) -> None:
        message = {"t": "step", "rev": step.rev, "ops": step.ops, "label": step.label, **self._status()}
        for one in self._hub:
            is_own = one is tab
            whose = "you" if is_own else "other"
            one.tell({**message, "by": whose if by == "edit" else by, "id": id if is_own else None})

    def _stepped(self, step: Step | None, entry: Entry, *, by: str) -> None:
        if step is not None:
            self._write(entry)
            self._tell_step(step, by=by)
            self._ask()

    def _write(self, entry: Entry) -> None:
        """Write down what was done; where that cannot be, say so once, and go on."""
        try:
            self._journal.append(entry)
            if self._journal.size > LARGEST and self._head is not None:
                self._journal.begin(self._head, [whole(self._plan_now)])
        except OSError as error:
            if self._is_kept:
                text = f"Changes are not kept beyond the end of this command ({error.strerror}): save soon"
                self._hub.tell(_told(text, "warn"))
            self._is_kept = False

    # what is asked

    async def _edit(self, tab: Tab, message: Mapping[str, Any]) -> None:
        if self._conflict is not None and not self._conflict.is_of_save:
            raise AskError("the file has changed: choose first which changes to keep")
        id = _number(message, "id")
        label = _label(message.get("label"))
        document, seen = self._plan_now, self._hub.seen(tab)
        self._hub.has_sent(tab, id)
        is_again = seen is not None and id <= seen
        step = None if is_again else document.edit(read_ops(message.get("ops")), label=label, tab=tab.name)
        tab.edited(document.rev, id)
        self._telling.ended(tab)
        if step is None:
            tab.tell({"t": "step", "rev": document.rev, "id": id, "by": "you", "ops": [], **self._status()})
            self._telling.again(tab, id)
            return
        self._write(edited(message["ops"], label))
        self._tell_step(step, by="edit", tab=tab, id=id)
        self._ask()
        for name, paths in document.overruled(step).items():
            other = self._hub.named(name)
            if other is not None:
                more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
                where = ".".join(map(str, paths[0]))
                other.tell(_told(f"Another tab changed what you had changed ({where}{more}) after you", "warn"))

    async def _draft(self, tab: Tab, message: Mapping[str, Any]) -> None:
        id, document = _number(message, "id"), self._plan_now
        try:
            ops = read_ops(message.get("ops"))
            state = document.drafted(ops)
        except OpError:
            return  # half typed
        if not ops:
            self._telling.ended(tab, id)
            return
        question = self._question(state, tab=tab.name, draft=True)
        self._telling.drafted(tab, question, id)
        self._answering.ask(question)

    async def _undo(self, tab: Tab, message: Mapping[str, Any]) -> None:
        self._stepped(self._plan_now.undo(tab.name), moved("undo"), by="undo")

    async def _redo(self, tab: Tab, message: Mapping[str, Any]) -> None:
        self._stepped(self._plan_now.redo(tab.name), moved("redo"), by="redo")

    async def _show_curve(self, tab: Tab, message: Mapping[str, Any]) -> None:
        tab.watched = _text_or_none(message, "milestone")
        self._watch()
        if tab.watched is not None:
            found = self._answering.curve([tab.watched], tab.name)
            if found is not None:
                tab.tell(found)

    async def _show(self, tab: Tab, message: Mapping[str, Any]) -> None:
        tab.shown = _text_or_none(message, "section")
        self._watch()

    def _watch(self) -> None:
        self._answering.watch({one.watched for one in self._hub if one.watched is not None})
        self._answering.show({one.shown for one in self._hub if one.shown is not None})

    async def _keep(self, tab: Tab, message: Mapping[str, Any]) -> None:
        name = _text(message, "name")
        self._plan_now.keep(name)
        self._kept(moved("keep", name))

    async def _forget(self, tab: Tab, message: Mapping[str, Any]) -> None:
        name = _text(message, "name")
        self._plan_now.forget(name)
        self._kept(moved("forget", name))

    def _kept(self, entry: Entry) -> None:
        self._write(entry)
        self._hub.tell({"t": "step", "rev": self._plan_now.rev, "id": None, "by": "keep", "ops": [], **self._status()})

    async def _switch(self, tab: Tab, message: Mapping[str, Any]) -> None:
        name = _text(message, "name")
        self._stepped(self._plan_now.switch(name, tab.name), moved("switch", name), by="switch")

    async def _compare(self, tab: Tab, message: Mapping[str, Any]) -> None:
        names = message.get("names")
        if not isinstance(names, list) or len(names) > _MOST_COMPARED:
            raise AskError(f"compare at most {_MOST_COMPARED} states")
        self._compared = tuple(dict.fromkeys(map(str, names)))
        self._compare_again(self._compared)

    def _compare_again(self, names: Sequence[str]) -> None:
        self._answering.compare([(name, self._question(self._plan_now.named(name))) for name in names])

    async def _write_state(self, tab: Tab, message: Mapping[str, Any]) -> None:
        name, document = _text(message, "name"), self._plan_now
        state = document.named(name)
        if message.get("as") == "overlay":
            path = overlay_beside(document, name, state)
            self._hub.tell(_told(f"{path.name} is written beside the plan", "note"))
        elif message.get("as") == "ordering":
            ops = ordering_of(document, name, state)
            label = f"Compare the order of {name}"
            said = [[op.kind.value, [*op.path], op.value] for op in ops]
            self._stepped(document.edit(ops, label=label), edited(said, label), by="write")
        else:
            raise AskError("a state is written as an ordering or as an overlay")

    async def _save(self, tab: Tab, message: Mapping[str, Any]) -> None:
        document = self._plan_now
        try:
            file = saved(document)
        except FileChangedError:
            self._conflict = conflict_of(document)
            tab.tell(_differences(self._conflict))
            return
        document.saved_as(file)
        self._conflict = None
        self._rebased(file)
        self._hub.tell({"t": "saved", "file": file.path.name, "rev": document.rev})
        self._kept_status()
        self._ask_base()
        self._ask()

    def _kept_status(self) -> None:
        self._hub.tell({"t": "step", "rev": self._plan_now.rev, "id": None, "by": "save", "ops": [], **self._status()})

    def _rebased(self, file: OpenFile) -> None:
        """Begin the journal anew over the file as it is; states that are kept are in no file, and stay in it."""
        document = self._plan_now
        self._head = Head(file=str(file.path), text=file.text)
        has_more = document.is_dirty or document.kept or document.state.off
        try:
            self._journal.begin(self._head, [whole(document)] if has_more else [])
        except OSError as error:
            self._hub.tell(_told(f"Changes are not kept beyond the end of this command ({error.strerror})", "warn"))

    async def _resolve(self, tab: Tab, message: Mapping[str, Any]) -> None:
        conflict = self._conflict
        if conflict is None:
            raise AskError("there is nothing to choose any more")
        take = _text(message, "take")
        data: Data = conflict.taken(take)
        self._conflict = None
        self._take_up(conflict.file, data, "Take both changes" if take == "both" else f"Take {take}")
        if take == "mine" and conflict.is_of_save:
            await self._save(tab, message)

    def _take_up(self, file: OpenFile, data: Data, label: str) -> None:
        """Take another reading of the file for what is saved, and other data for what the page says."""
        document = self._plan_now
        document.reopened(file)
        document.replaced(data, label)
        self._rebased(file)
        self._hub.tell(self._plan())
        self._ask_base()
        self._ask()

    async def _start(self, tab: Tab, message: Mapping[str, Any]) -> None:
        if self._document is not None:
            raise AskError("a plan is open already")
        self._document, self._head = self._opened.start(_text(message, "template"), _text(message, "start"))
        self._journal.begin(self._head)
        self._begin()
        self._hub.tell(self._plan())

    async def _export(self, tab: Tab, message: Mapping[str, Any]) -> None:
        id, kind = _number(message, "id"), _text(message, "kind")
        self.exports.ask(
            self._answering,
            kind,
            self._question(self._plan_now.state),
            stem=self._plan_now.file.path.stem,
            done=lambda key, file: tab.tell({"t": "exported", "id": id, "key": key, "file": file}),
            failed=lambda text: tab.tell(_told(text, "warn")),
        )

    def section(self, key: str) -> bytes | None:
        """Return a part of the report; none where there is no such part any more."""
        return self._answering.section(key)


_Does = Callable[[Desk, Tab, Mapping[str, Any]], Awaitable[None]]
_DOING: Final[Mapping[str, _Does]] = {
    "edit": Desk._edit,
    "draft": Desk._draft,
    "undo": Desk._undo,
    "redo": Desk._redo,
    "watch": Desk._show_curve,
    "show": Desk._show,
    "keep": Desk._keep,
    "forget": Desk._forget,
    "switch": Desk._switch,
    "compare": Desk._compare,
    "write": Desk._write_state,
    "save": Desk._save,
    "resolve": Desk._resolve,
    "start": Desk._start,
    "export": Desk._export,
}


def _told(text: str, kind: str) -> dict[str, Any]:
    return {"t": "told", "text": text, "kind": kind}


def _differences(conflict: Conflict) -> dict[str, Any]:
    found = [one.message() for one in conflict.differences()]
    below = [{"path": [path.name], "mine": None, "theirs": None, "kind": "below"} for path in conflict.below]
    return {"t": "conflict", "differences": [*found, *below]}


def _label(said: object) -> str:
    text = " ".join(said.split())[:_LONGEST_LABEL] if isinstance(said, str) else ""
    return text if text.isprintable() else ""


def _number(message: Mapping[str, Any], key: str) -> int:
    value = message.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise AskError(f"{key} is not a whole number")
    return value


def _text(message: Mapping[str, Any], key: str) -> str:
    value = message.get(key)
    if not isinstance(value, str):
        raise AskError(f"{key} is not text")
    return value


def _text_or_none(message: Mapping[str, Any], key: str) -> str | None:
    return None if message.get(key) is None else _text(message, key)
