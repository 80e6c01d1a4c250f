"""Session: a plan while it is open, and what each change of it asks of its tabs, its journal and its engine."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from milepost.simulate.web.answering import Answering
from milepost.simulate.web.disk import Disk
from milepost.simulate.web.document.document import AS_SAVED, NOW, Document
from milepost.simulate.web.document.step import Step
from milepost.simulate.web.exports import Exports
from milepost.simulate.web.hub import Hub, Tab
from milepost.simulate.web.journal import LARGEST, Entry, Head
from milepost.simulate.web.opening import Opened
from milepost.simulate.web.ops.state import State
from milepost.simulate.web.past import whole
from milepost.simulate.web.question import Question
from milepost.simulate.web.session.facts import Facts
from milepost.simulate.web.session.messages import conflict_message, plan_message, step_message, told_message
from milepost.simulate.web.telling import Telling


class Session:
    """
    A plan while it is open, to which one thing is done after the other.

    Parameters
    ----------
    opened
        The plan, with the journal in which what is not saved is written down.
    hub, telling, answering
        The tabs, what brings messages to them, and what answers.
    facts
        What a page is told.

    Attributes
    ----------
    conflict
        What somebody else has changed in the file, for as long as nobody has chosen; none where nothing is.
    exports, disk
        What pages take away, and whether somebody else writes into the file.
    """

    def __init__(self, *, opened: Opened, hub: Hub, telling: Telling, answering: Answering, facts: Facts) -> None:
        self.opened = opened
        self.hub = hub
        self.telling = telling
        self.answering = answering
        self.conflict = opened.conflict
        self.exports = Exports()
        self.disk = Disk()
        self._facts = facts
        self._document = opened.document
        self._head = opened.head
        self._journal = opened.journal
        self._is_kept = True
        self._compared: tuple[str, ...] = ()
        if self._document is not None:
            self.ask_anew()

    @property
    def has_plan(self) -> bool:
        """Return whether there is a plan; there is none until a template is chosen."""
        return self._document is not None

    @property
    def document(self) -> Document:
        """Return the plan, where there is one."""
        assert self._document is not None
        return self._document

    @property
    def unsaved(self) -> str:
        """Return the file of a plan with changes that are not saved; empty where there is none."""
        document = self._document
        if document is None or not (self.conflict or (document.is_dirty and document.undo_label)):
            return ""
        return str(document.file.path)

    def begin(self, document: Document, head: Head) -> None:
        """Take up a plan that is made of a template."""
        self._document, self._head = document, head
        self._journal.begin(head)
        self.ask_anew()
        self.tell_plan()

    def close(self) -> None:
        """Take the journal away where nothing is left that is not saved."""
        document = self._document
        if not self.unsaved and (document is None or not (document.kept or document.state.off)):
            self._journal.discard()

    def came(self, tab: Tab) -> None:
        """Tell a tab that has come how all stands."""
        seen = self.hub.seen(tab)
        if seen is not None and self._document is not None:
            tab.edited(self._document.rev, seen)
        tab.tell({**plan_message(self._document, self._facts), "seen": seen})
        self.telling.again(tab)
        for note in self.opened.notes:
            tab.tell(told_message(note, "warn"))
        if self.conflict is not None:
            tab.tell(conflict_message(self.conflict))

    def gone(self, tab: Tab) -> None:
        """Work for a tab no more that has gone."""
        self.telling.ended(tab)
        self.work_for_tabs()

    def say(self, text: str, kind: str) -> None:
        """Tell all tabs a sentence: a `note`, or one that has to `warn`."""
        self.hub.tell(told_message(text, kind))

    def tell_plan(self) -> None:
        """Tell all tabs the whole plan."""
        self.hub.tell(plan_message(self._document, self._facts))

    def tell_status(self, *, by: str) -> None:
        """Tell all tabs how the plan stands, of which nothing else has changed."""
        self.hub.tell(step_message(self.document, None, by=by))

    def stepped(self, step: Step | None, entry: Entry, *, by: str) -> None:
        """Write a step down, tell all tabs of it, and have what comes of it answered; nothing where there is none."""
        if step is not None:
            self.write_down(entry)
            self.hub.tell(step_message(self.document, step, by=by))
            self.ask()

    def question(self, state: State, **more: Any) -> Question:
        """Return the question what comes of a state."""
        document, data = self.document, state.data
        read, advise = partial(document.file.read, data), partial(document.file.advice, data)
        return Question(rev=document.rev, read=read, advise=advise, off=state.off, key=state.mark, **more)

    def ask(self) -> None:
        """Have the plan as it is answered, and compared where it is one of the states side by side."""
        self.answering.ask(self.question(self.document.state))
        self._compared = tuple(name for name in self._compared if self.document.has(name))
        if {NOW, AS_SAVED} & {*self._compared}:
            self.compare(self._compared)

    def ask_anew(self) -> None:
        """Have the plan as saved answered, and the plan as it is beside it."""
        base = self.question(self.document.saved)
        self.telling.base_is(base)
        self.answering.saved(base)
        self.ask()

    def compare(self, names: Sequence[str]) -> None:
        """Have states answered side by side from now on."""
        self._compared = tuple(names)
        self.answering.compare([(name, self.question(self.document.named(name))) for name in names])

    def work_for_tabs(self) -> None:
        """Have the curves and the parts of the report worked out that tabs show."""
        self.answering.watch({one.watched for one in self.hub if one.watched is not None})
        self.answering.show({one.shown for one in self.hub if one.shown is not None})

    def write_down(self, entry: Entry) -> None:
        """Write down what was done; where that cannot be, say so once, and go on."""
        try:
            self._journal.append(entry)
            if self._journal.size > LARGEST and self._head is not None:
                self._journal.begin(self._head, [whole(self.document)])
        except OSError as error:
            if self._is_kept:
                self._say_not_kept(error, ": save soon")
            self._is_kept = False

    def begin_journal(self) -> None:
        """Begin the journal anew over the file as it is; states that are kept are in no file, and stay in it."""
        document = self.document
        self._head = Head(file=str(document.file.path), text=document.file.text)
        has_more = document.is_dirty or document.kept or document.state.off
        try:
            self._journal.begin(self._head, [whole(document)] if has_more else [])
        except OSError as error:
            self._say_not_kept(error)

    def _say_not_kept(self, error: OSError, cure: str = "") -> None:
        self.say(f"Changes are not kept beyond the end of this command ({error.strerror}){cure}", "warn")
