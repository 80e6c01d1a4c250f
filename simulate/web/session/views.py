"""Views: whose curve and which part of the report a tab shows, and what it takes away of the plan."""

from milepost.simulate.web.hub import Tab
from milepost.simulate.web.session.messages import refused_message
from milepost.simulate.web.session.request import Request
from milepost.simulate.web.session.session import Session


def watch(session: Session, tab: Tab, request: Request) -> None:
    """Show a tab the curve of a milestone, now and with all figures to come."""
    tab.watched = request.text_or_none("milestone")
    session.work_for_tabs()
    if tab.watched is not None:
        found = session.answering.curve([tab.watched], tab.name)
        if found is not None:
            tab.tell(found)


def show(session: Session, tab: Tab, request: Request) -> None:
    """Show a tab a part of the report, as soon as it is worked out."""
    tab.shown = request.text_or_none("section")
    session.work_for_tabs()


def export(session: Session, tab: Tab, request: Request) -> None:
    """Have a file made, and tell a tab where it can be fetched, or why it cannot be had."""
    id, document = request.number("id"), session.document
    session.exports.ask(
        session.answering,
        request.text("kind"),
        session.question(document.state),
        stem=document.file.path.stem,
        done=lambda key, file: tab.tell({"t": "exported", "id": id, "key": key, "file": file}),
        failed=lambda text: tab.tell(refused_message(id, text)),
    )
