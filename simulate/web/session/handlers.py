"""Handlers: by the kind of a message, what does what a tab asks for."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from milepost.models.error import MilepostError
from milepost.models.problem import ScenarioError
from milepost.simulate.web.faults import fault_text
from milepost.simulate.web.hub import Tab
from milepost.simulate.web.session import edits, kept_states, saves, start, views
from milepost.simulate.web.session.messages import refused_message, told_message
from milepost.simulate.web.session.request import AskError, Request
from milepost.simulate.web.session.session import Session

Handler: TypeAlias = Callable[[Session, Tab, Request], None]

HANDLERS: Final[Mapping[str, Handler]] = {
    "start": start.start,
    "edit": edits.edit,
    "draft": edits.draft,
    "undo": edits.undo,
    "redo": edits.redo,
    "watch": views.watch,
    "show": views.show,
    "export": views.export,
    "keep": kept_states.keep,
    "forget": kept_states.forget,
    "switch": kept_states.switch,
    "compare": kept_states.compare,
    "write": kept_states.write,
    "save": saves.save,
    "resolve": saves.resolve,
}


def heard(session: Session, tab: Tab, message: Mapping[str, Any]) -> None:
    """Do what a tab asks for, or tell it why not."""
    request = Request(message=message)
    try:
        handler = HANDLERS.get(request.kind)
        if handler is None:
            raise AskError("the page asks for something that this version does not know: load it again")
        if not session.has_plan and handler is not start.start:
            raise AskError("there is no plan yet: choose a template first")
        handler(session, tab, request)
    except MilepostError as error:
        tab.tell(_refusal(request, error))
    except Exception as error:  # whatever it is, the page and the other tabs go on
        tab.tell(told_message(fault_text(error), "warn"))


def _refusal(request: Request, error: MilepostError) -> dict[str, Any]:
    id = request.get("id")
    if request.kind in ("edit", "export") and isinstance(id, int) and not isinstance(error, ScenarioError):
        return refused_message(id, str(error))
    return told_message(str(error), "warn")
