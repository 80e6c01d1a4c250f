"""Saves: the plan into its file, and what somebody else has written there into the plan."""

from milepost.models.file.open_file import OpenFile
from milepost.models.problem import ScenarioError
from milepost.simulate.web.hub import Tab
from milepost.simulate.web.ops.state import Data
from milepost.simulate.web.saving.conflict import conflict_of
from milepost.simulate.web.saving.error import FileChangedError
from milepost.simulate.web.saving.saving import saved
from milepost.simulate.web.session.messages import conflict_message
from milepost.simulate.web.session.request import AskError, Request
from milepost.simulate.web.session.session import Session


def save(session: Session, tab: Tab, request: Request) -> None:
    """Write the plan into its file, or show what somebody else has changed there."""
    document = session.document
    try:
        file = saved(document)
    except FileChangedError:
        session.conflict = conflict_of(document)
        tab.tell(conflict_message(session.conflict))
        return
    document.saved_as(file)
    session.conflict = None
    session.begin_journal()
    session.hub.tell({"t": "saved", "file": file.path.name, "rev": document.rev})
    session.tell_status(by="save")
    session.ask_anew()


def resolve(session: Session, tab: Tab, request: Request) -> None:
    """Take one's own changes, those in the file, or both."""
    conflict = session.conflict
    if conflict is None:
        raise AskError("there is nothing to choose any more")
    take = request.text("take")
    data: Data = conflict.taken(take)
    session.conflict = None
    _take_up(session, conflict.file, data, "Take both changes" if take == "both" else f"Take {take}")
    if take == "mine" and conflict.is_of_save:
        save(session, tab, request)


def look_at_disk(session: Session) -> None:
    """Take up what somebody else has written into the file; where something is not saved, only say so."""
    if not session.has_plan or session.conflict is not None or not session.disk.has_changed(session.document.file):
        return
    path = session.document.file.path
    if session.document.is_dirty:
        session.say(f"{path.name} has changed on disk since it was read: saving shows what differs", "warn")
        return
    try:
        file = OpenFile.of(path)
    except ScenarioError as error:
        session.say(f"{path.name} has changed on disk, and cannot be read any more: {error}", "warn")
        return
    _take_up(session, file, file.data, "Take up what was changed on disk")
    session.say(f"{path.name} has changed on disk: this is how it is now", "note")


def _take_up(session: Session, file: OpenFile, data: Data, label: str) -> None:
    """Take another reading of the file for what is saved, and other data for what the page says."""
    session.document.reopened(file)
    session.document.replaced(data, label)
    session.begin_journal()
    session.tell_plan()
    session.ask_anew()
