"""Relations: the links of a Primavera P6 export."""

from typing import Final

from milepost.models.imports.findings import Findings
from milepost.models.imports.notice import Matter
from milepost.models.imports.p6.activities import Activities
from milepost.models.imports.p6.tables import Tables
from milepost.models.imports.plan import Relation
from milepost.models.link import LinkKind
from milepost.models.problem import cut

_KINDS: Final = {
    "PR_FS": LinkKind.FINISH_TO_START,
    "PR_SS": LinkKind.START_TO_START,
    "PR_FF": LinkKind.FINISH_TO_FINISH,
    "PR_SF": LinkKind.START_TO_FINISH,
}


def relations(tables: Tables, findings: Findings, activities: Activities) -> tuple[Relation, ...]:
    """Return the links between activities of the project, and tell of those that lead elsewhere."""
    found = []
    for row in tables.rows("TASKPRED"):
        successor, predecessor = (activities.ids.get(row.key(key)) for key in ("task_id", "pred_task_id"))
        if successor is None:
            continue
        row.name = successor
        if predecessor is None:
            matter = Matter.LINK_DROPPED if row.key("pred_task_id") in activities.idle else Matter.LINK_OUTSIDE
            findings.tell(matter, successor)
            continue
        kind = _KINDS.get(row.key("pred_type"))
        if kind is None:
            row.refuse(f"{cut(row.key('pred_type'))!r} is not a kind of link: export the plan again", "pred_type")
            continue
        lag = row.number("lag_hr_cnt")
        found.append(Relation(predecessor=predecessor, successor=successor, kind=kind, lag=lag, place=row.place))
    return tuple(found)
