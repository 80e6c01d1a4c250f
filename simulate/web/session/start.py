"""Start: a plan made of a template, where none was opened."""

from milepost.simulate.web.hub import Tab
from milepost.simulate.web.opening import started
from milepost.simulate.web.session.request import AskError, Request
from milepost.simulate.web.session.session import Session


def start(session: Session, tab: Tab, request: Request) -> None:
    """Begin a plan with a template."""
    if session.has_plan:
        raise AskError("a plan is open already")
    session.begin(*started(session.opened.target, request.text("template"), request.text("start")))
