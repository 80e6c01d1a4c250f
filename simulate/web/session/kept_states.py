"""Kept states: what a tab keeps under a name, takes up again, compares and writes beside the plan."""

from typing import Final

from milepost.simulate.web.hub import Tab
from milepost.simulate.web.past import edited, moved
from milepost.simulate.web.saving.ordering import is_order_alone, ordering_of
from milepost.simulate.web.saving.overlay import overlay_beside
from milepost.simulate.web.session.request import AskError, Request
from milepost.simulate.web.session.session import Session

_MOST_COMPARED: Final = 6
"""States side by side."""


def keep(session: Session, tab: Tab, request: Request) -> None:
    """Keep the present state under a name."""
    name = request.text("name")
    session.document.keep(name)
    session.write_down(moved("keep", name))
    session.tell_status(by="keep")


def forget(session: Session, tab: Tab, request: Request) -> None:
    """Keep a state no longer."""
    name = request.text("name")
    session.document.forget(name)
    session.write_down(moved("forget", name))
    session.tell_status(by="keep")


def switch(session: Session, tab: Tab, request: Request) -> None:
    """Take up a state, as a step that can be taken back."""
    name = request.text("name")
    session.stepped(session.document.switch(name, tab.name), moved("switch", name), by="switch")


def compare(session: Session, tab: Tab, request: Request) -> None:
    """Show states side by side from now on; none ends that."""
    names = request.get("names")
    if not isinstance(names, list) or len(names) > _MOST_COMPARED:
        raise AskError(f"compare at most {_MOST_COMPARED} states")
    session.compare(tuple(dict.fromkeys(map(str, names))))


def write(session: Session, tab: Tab, request: Request) -> None:
    """Write a state as a scenario beside the plan, or its order into the plan as one to compare."""
    name, document = request.text("name"), session.document
    state = document.named(name)
    if request.get("as") == "overlay":
        path = overlay_beside(document, name, state)
        session.say(f"{path.name} is written beside the plan", "note")
    elif request.get("as") == "ordering":
        ops = ordering_of(document, name, state)
        label = f"Compare the order of {name}"
        said = [[op.kind.value, [*op.path], op.value] for op in ops]
        rest = "" if is_order_alone(document, state) else "; what else it changes is not in it: write an overlay of it"
        session.stepped(document.edit(ops, label=label), edited(said, label), by="write")
        session.say(f"The order of {name} is compared in the plan now; save to write it{rest}", "note")
    else:
        raise AskError("a state is written as an ordering or as an overlay")
