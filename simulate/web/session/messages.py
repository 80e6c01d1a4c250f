"""Messages: what tabs are told of a plan, as it is sent."""

from typing import Any

from milepost.simulate.web.document.document import Document
from milepost.simulate.web.document.step import Step
from milepost.simulate.web.ops.pairs import paired
from milepost.simulate.web.saving.conflict import Conflict
from milepost.simulate.web.session.facts import Facts


def told_message(text: str, kind: str) -> dict[str, Any]:
    """Return a sentence for somebody to read: a `note`, or one that has to `warn`."""
    return {"t": "told", "text": text, "kind": kind}


def refused_message(id: int, text: str) -> dict[str, Any]:
    """Return why something is not done that a tab has asked for under a number of its own."""
    return {"t": "refused", "id": id, "message": text}


def plan_message(document: Document | None, facts: Facts) -> dict[str, Any]:
    """Return all that a page shows of a plan; where there is none yet, what may be started from."""
    own = {"iterations": facts.iterations, "confidence": facts.confidence, "version": facts.version}
    if document is None:
        nothing = dict.fromkeys(("data", "saved", "below", "undo", "redo", "current"))
        empty = {"file": "", "dirty": False, "kept": [], "off": [], "templates": [*facts.templates]}
        return {"t": "plan", "rev": 0, **nothing, **empty, **own}
    return {
        "t": "plan",
        "rev": document.rev,
        "file": document.file.path.name,
        "data": paired(document.state.data),
        "saved": paired(document.saved.data),
        "below": paired(document.file.below),
        "off": sorted(document.state.off),
        **_status(document),
        **own,
    }


def step_message(document: Document, step: Step | None, *, by: str, id: int | None = None) -> dict[str, Any]:
    """Return what a step has changed; without one, only how the plan stands."""
    done = {"ops": []} if step is None else {"ops": paired(step.ops), "label": step.label}
    return {"t": "step", "rev": document.rev, **done, **_status(document), "by": by, "id": id}


def conflict_message(conflict: Conflict) -> dict[str, Any]:
    """Return in what the plan in the page and the one on disk differ."""
    found = [one.message() for one in conflict.differences()]
    below = [{"path": [path.name], "mine": None, "theirs": None, "kind": "below"} for path in conflict.below]
    return {"t": "conflict", "differences": [*found, *below]}


def _status(document: Document) -> dict[str, Any]:
    kept = [{"name": name, "dirty": document.differs(state)} for name, state in document.kept.items()]
    return {
        "dirty": document.is_dirty,
        "undo": document.undo_label,
        "redo": document.redo_label,
        "kept": kept,
        "current": document.current,
    }
