"""Edits: what a tab changes, tries out while it types, takes back and does again."""

from milepost.simulate.web.document.step import Step
from milepost.simulate.web.hub import Tab
from milepost.simulate.web.ops.op import OpError
from milepost.simulate.web.ops.reading import read_ops
from milepost.simulate.web.past import edited, moved
from milepost.simulate.web.session.messages import step_message, told_message
from milepost.simulate.web.session.request import AskError, Request
from milepost.simulate.web.session.session import Session


def edit(session: Session, tab: Tab, request: Request) -> None:
    """Make changes, once: a page that loses its socket sends again what it does not know to be made."""
    if session.conflict is not None and not session.conflict.is_of_save:
        raise AskError("the file has changed: choose first which changes to keep")
    document, hub, id, label = session.document, session.hub, request.number("id"), request.label
    seen = hub.seen(tab)
    hub.has_sent(tab, id)
    is_again = seen is not None and id <= seen
    step = None if is_again else document.edit(read_ops(request.get("ops")), label=label, tab=tab.name)
    tab.edited(document.rev, id)
    session.telling.ended(tab)
    if step is None:
        tab.tell(step_message(document, None, by="you", id=id))
        session.telling.again(tab, id)
        return
    session.write_down(edited(request.get("ops"), label))
    for one in hub:
        is_own = one is tab
        one.tell(step_message(document, step, by="you" if is_own else "other", id=id if is_own else None))
    session.ask()
    _tell_overruled(session, step)


def draft(session: Session, tab: Tab, request: Request) -> None:
    """Play changes for one tab without making them; no changes end that."""
    id = request.number("id")
    try:
        ops = read_ops(request.get("ops"))
        state = session.document.drafted(ops)
    except OpError:
        return  # half typed
    if not ops:
        session.telling.ended(tab, id)
        return
    question = session.question(state, tab=tab.name, draft=True)
    session.telling.drafted(tab, question, id)
    session.answering.ask(question)


def undo(session: Session, tab: Tab, request: Request) -> None:
    """Take back what was done last."""
    session.stepped(session.document.undo(tab.name), moved("undo"), by="undo")


def redo(session: Session, tab: Tab, request: Request) -> None:
    """Do again what was taken back last."""
    session.stepped(session.document.redo(tab.name), moved("redo"), by="redo")


def _tell_overruled(session: Session, step: Step) -> None:
    for name, paths in session.document.overruled(step).items():
        other = session.hub.named(name)
        if other is not None:
            more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
            where = ".".join(map(str, paths[0]))
            other.tell(told_message(f"Another tab changed what you had changed ({where}{more}) after you", "warn"))
