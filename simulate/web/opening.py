"""Opening: a plan as its file has it, with what was done to it before and not saved."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from milepost.models.error import MilepostError
from milepost.models.file.open_file import OpenFile
from milepost.models.file.source import Source, content_of
from milepost.models.imports import kind_of
from milepost.models.problem import ScenarioError
from milepost.scenarios import TEMPLATES
from milepost.scenarios import template as template_text
from milepost.simulate.web.document.document import Document
from milepost.simulate.web.journal import Entry, Head, Journal, opened_journal
from milepost.simulate.web.past import done_again, whole
from milepost.simulate.web.saving.conflict import Conflict

_BACK: Final = "Changes from before that were not saved are back: undo takes them back, saving keeps them"
_HALF: Final = "Some changes from before could not be made again: look at what is there before you save"
_CHANGED: Final = "The file has changed since changes were made that are not saved: choose which to keep"


class StartError(MilepostError):
    """A plan cannot be started so; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """
    A plan that is opened.

    Parameters
    ----------
    target
        Its file, which need not be there yet.
    document
        The plan; none until a template is chosen.
    head
        What the journal says it is about; none until then.
    journal
        Where what is not saved is written down.
    notes
        What is to be said about it.
    conflict
        What was changed in the file since the changes that are back; none where nothing was.
    """

    target: Path
    document: Document | None
    head: Head | None
    journal: Journal
    notes: Sequence[str] = ()
    conflict: Conflict | None = None


@contextmanager
def opened_plan(path: Path | None, folder: Path) -> Iterator[Opened]:
    """
    Open a plan, and hold it so that no other server does.

    Parameters
    ----------
    path
        A scenario, or the plan of another program, over which a scenario is laid; none to begin with a template.
    folder
        Where a plan that is made of a template is to stand.

    Raises
    ------
    ScenarioError
        When it cannot be read at all.
    PlanInUseError
        When another server has it open.
    """
    file = None if path is None else _read(path)
    target = _free(folder, "plan") if file is None else file.path
    with opened_journal(target) as (journal, note):
        notes = [note] if note else []
        yield _opened(target, file, journal, notes)


def started(target: Path, template: str, start: str) -> tuple[Document, Head]:
    """
    Return a document made of a template, and what its journal says it is about.

    Raises
    ------
    StartError
        When there is no such template, or it cannot begin then.
    """
    if template not in TEMPLATES:
        raise StartError(f"there is no template {template[:60]!r}: choose one of {', '.join(TEMPLATES)}")
    try:
        file = OpenFile.template(template_text(template), date.fromisoformat(start), target)
    except (ValueError, OverflowError):
        raise StartError(f"{start[:60]!r} is not a day on which a plan can begin: write it as 2026-09-07") from None
    return Document(file), Head(file=str(target), text=file.text, template=template, start=start)


def _read(path: Path) -> OpenFile:
    """Read a scenario, or lay one over the plan of another program."""
    if kind_of(path, content_of(path)) is None:
        return OpenFile.of(path)
    return OpenFile.over(path, _free(path.parent, path.stem))


def _free(folder: Path, stem: str) -> Path:
    number, path = 1, folder / f"{stem}.yaml"
    while path.exists() or path.is_symlink():
        number += 1
        path = folder / f"{stem}-{number}.yaml"
    return path


def _opened(target: Path, file: OpenFile | None, journal: Journal, notes: list[str]) -> Opened:
    past = journal.past()
    document: Document | None = None if file is None else Document(file)
    head = None if file is None else Head(file=str(target), text=file.text)
    if past is not None and file is None and past[0].template:
        document, head = started(target, past[0].template, past[0].start)
    if document is None or head is None or past is None:
        if head is not None:
            journal.begin(head)
        return Opened(target=target, document=document, head=head, journal=journal, notes=notes)
    then, entries = past
    if then.digest == head.digest:
        is_whole = done_again(document, entries) == len(entries)
        journal.begin(head, entries if is_whole else [whole(document)])
        notes += [_BACK if is_whole else _HALF] if document.is_dirty and document.undo_label else []
        return Opened(target=target, document=document, head=head, journal=journal, notes=notes)
    return _changed(target, document, head, journal, notes, then, entries)


def _changed(
    target: Path, document: Document, head: Head, journal: Journal, notes: list[str], then: Head, entries: list[Entry]
) -> Opened:
    """Return a plan whose file was changed since: what was done before is done to what stood there then."""
    conflict = None
    try:
        before = Document(document.file, data=Source(target, then.text.removeprefix("\ufeff")).data or {})
        done_again(before, entries)
        document.kept = {**before.kept}
        if before.differs(before.state):
            conflict = Conflict(base=before.saved.data, mine=before.state.data, file=document.file)
            notes = [*notes, _CHANGED]
    except ScenarioError:
        pass  # what stood there then cannot be read, and was never played
    if conflict is None:
        journal.begin(head, [whole(document)] if document.kept else [])
    return Opened(target=target, document=document, head=head, journal=journal, notes=notes, conflict=conflict)
