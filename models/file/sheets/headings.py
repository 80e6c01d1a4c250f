"""Headings: what stands above a column, in the words of people and of other programs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final
from unicodedata import normalize

from milepost.models.file.sheets.columns import MILESTONES, RISKS, SHEETS, TASKS, Column, Sheet
from milepost.models.file.sheets.form import Form
from milepost.models.file.sheets.table import Cell
from milepost.models.spelling import Spelling

MOST_ABOVE: Final = 50
"""Rows in which the headings are looked for."""


def _special(name: str, form: Form) -> Column:
    """Return a column that is no key of a task, but says something of it."""
    return Column(heading=name, path=("", name), form=form)


UNIQUE: Final = _special("unique id", Form.ID)
START: Final = _special("start", Form.DATE)
FINISH: Final = _special("finish", Form.DATE)
PERCENT: Final = _special("percent complete", Form.SHARE)
SUMMARY: Final = _special("summary", Form.TRUTH)
MILESTONE: Final = _special("milestone", Form.TEXT)
LEVEL: Final = _special("level", Form.TEXT)
OUTLINE: Final = _special("outline level", Form.NUMBER)
SUCCESSORS: Final = _special("successors", Form.LINKS)
UNIQUE_PREDECESSORS: Final = _special("unique id predecessors", Form.LINKS)
CONSTRAINT: Final = _special("constraint type", Form.TEXT)
CONSTRAINT_DATE: Final = _special("constraint date", Form.DATE)
ACTIVE: Final = _special("active", Form.TRUTH)
CRITICAL: Final = _special("critical", Form.TRUTH)
IGNORED: Final = _special("", Form.TEXT)
_SPECIAL: Final = (
    *(UNIQUE, START, FINISH, PERCENT, SUMMARY, MILESTONE, LEVEL, OUTLINE, SUCCESSORS, UNIQUE_PREDECESSORS),
    *(CONSTRAINT, CONSTRAINT_DATE, ACTIVE, CRITICAL),
)

_TASK_WORDS: Final[Mapping[str, str]] = {
    "id": "activity id|task id|task code|nr|no|number|#|key|ref|id no|vorgangsnr|vorgangsnummer|taaknummer|n|num",
    "unique id": "uid|eindeutige nr|eindeutige id|unieke id|n unique|id unico",
    "name": "task name|activity name|task|activity|title|vorgangsname|vorgang|taaknaam|taak|nom de la tache|nom|tache|"
    "nombre de tarea|nombre|tarea|nome attivita|nome|bezeichnung|naam",
    "duration": "original duration|planned duration|dur|days|target drtn hr cnt|dauer|duur|duree|duracion|durata|"
    "estimate|at completion duration",
    "optimistic": "optimistic duration|low|min|minimum|best case|best|optimistisch|optimiste|optimista|"
    "optimistische dauer",
    "most likely": "most likely duration|likely|expected|mode|realistic|ml|wahrscheinlich|wahrscheinlichste|"
    "waarschijnlijk|probable|expected duration|wahrscheinliche dauer",
    "pessimistic": "pessimistic duration|high|max|maximum|worst case|worst|pessimistisch|pessimiste|pesimista|"
    "pessimistische dauer",
    "predecessors": "predecessor|pred|preds|depends on|dependencies|after|vorganger|voorgangers|voorafgaande taken|"
    "voorafgaande activiteiten|predecesseurs|predecesoras|predecessori|predecessor ids|predecessor details|pred list",
    "successors": "successor|successor details|nachfolger|opvolgers|successeurs|sucesoras|succ list",
    "unique id predecessors": "eindeutige nummern der vorganger|predecessors unique id",
    "start": "start date|begin|planned start|anfang|begindatum|debut|comienzo|inizio|early start|beginn|target start|"
    "early start date|target start date|starttermin",
    "finish": "finish date|end|end date|planned finish|ende|fertig stellen|einddatum|eind|fin|fine|early finish|"
    "target finish|early end date|target end date|endtermin|fertigstellung",
    "actual start": "ist anfang|tatsachlicher anfang|werkelijke begindatum|debut reel|comienzo real|act start date",
    "actual finish": "actual end|ist ende|tatsachliches ende|werkelijke einddatum|fin reelle|fin real|act end date",
    "remaining": "remaining duration|verbleibende dauer|resterende duur|duree restante|duracion restante|"
    "remain drtn hr cnt|rest",
    "percent complete": "complete|percent done|done|progress|duration complete|activity complete|abgeschlossen|"
    "voltooid|acheve|completado|percentage complete|activity percent complete|complete pct|fortschritt",
    "milestone": "is milestone|meilenstein|mijlpaal|jalon|hito|type|activity type|task type",
    "summary": "is summary|sammelvorgang|samenvattingstaak|recapitulative|resumen",
    "outline level": "gliederungsebene|overzichtsniveau|niveau hierarchique|nivel de esquema|indent",
    "wbs": "wbs code|psp code|psp|edt|wbs id|outline number|structure|gliederungsnummer",
    "due": "deadline|due date|target date|stichtag|must finish by|echeance|fecha limite",
    "not before": "earliest start|start no earlier than|constraint start|fruhester anfang",
    "calendar": "task calendar|calendar name|kalender|calendrier|calendario|clndr id",
    "constraint type": "constraint|einschrankungsart|type beperking|type de contrainte|tipo de delimitacion|"
    "primary constraint|cstr type",
    "constraint date": "einschrankungstermin|beperkingsdatum|date de contrainte|fecha de delimitacion|"
    "primary constraint date|cstr date",
    "cost": "total cost|budgeted cost|fixed cost|kosten|cout|coste|costo|total budgeted cost|target cost|budget",
    "daily cost": "daily|day rate|rate|cost per day",
    "owner": "resource names|resource name|resources|resource|assigned to|responsible|who|ressourcennamen|ressource|"
    "resourcenamen|noms ressources|nombres de los recursos|verantwortlich|resource list|assignee|wer",
    "notes": "note|comment|comments|remarks|description|notizen|bemerkung|opmerkingen|notities|notas",
    "group": "phase|section|area|work package|wbs name|gruppe",
    "retires": "reduces|mitigates|retires risks",
    "exposed to": "risks|risk|threats",
    "active": "is active|aktiv",
    "critical": "kritisch|critique|kritiek",
}
_RISK_WORDS: Final[Mapping[str, str]] = {
    "id": "risk id|nr|no|number|#|key|ref",
    "name": "risk|title|risk name|description|event|risiko|risque",
    "probability": "likelihood|chance|p|wahrscheinlichkeit|probabilite|prob|kans|probabilidad",
    "acceptable": "acceptable probability|threshold|target probability",
    "category": "type|class|kategorie|categorie|categoria",
    "exposes": "tasks|affects|exposed tasks|affected tasks|activities",
    "delay": "impact|delay days|schedule impact",
    "delay low": "delay min|delay optimistic|impact low|delay best",
    "delay likely": "delay mode|delay most likely|impact likely",
    "delay high": "delay max|delay pessimistic|impact high|delay worst",
    "cost low": "cost min|cost impact low",
    "cost likely": "cost mode|cost most likely|cost impact likely",
    "cost high": "cost max|cost impact high",
    "cost": "cost impact",
    "stop": "stops|stops the project|kills",
    "state": "status",
    "owner": "risk owner|responsible|who",
    "notes": "comment|comments|remarks",
}
_MILESTONE_WORDS: Final[Mapping[str, str]] = {
    "id": "milestone id|nr|no|number|#|key",
    "name": "milestone|title|event|meilenstein|mijlpaal|jalon|hito",
    "due": "due date|date|deadline|target|target date|termin|datum",
    "predecessors": "predecessor|pred|after|depends on|tasks|vorganger",
    "owner": "responsible|who",
    "reached": "actual|actual date|done on",
}
_IGNORED: Final = (
    "indicators|task mode|mode de tache|vorgangsmodus|baseline start|baseline finish|baseline duration|total slack|"
    "free slack|total float|free float|late start|late finish|actual duration|actual cost|remaining cost|work|"
    "actual work|remaining work|priority|summary name|resource initials|resource group|status code|user field|"
    "delete record flag|actual duration days|calendar unique id|guid|row|successors unique id|% work complete"
)
_WORDS: Final = {TASKS.name: _TASK_WORDS, RISKS.name: _RISK_WORDS, MILESTONES.name: _MILESTONE_WORDS}
_UNIT: Final = re.compile(r"\s*[\(\[](?P<unit>[^()\[\]]{1,20})[\)\]]\s*$")
_OTHER: Final = re.compile(r"[^\w#]+|_+")


@dataclass(frozen=True, slots=True)
class Heading:
    """
    What stands above a column.

    Parameters
    ----------
    text
        As it is written.
    column
        What it names; none where it is not known.
    unit
        What it says in brackets that the cells below it are in.
    """

    text: str
    column: Column | None
    unit: str = ""


def plain(text: str) -> str:
    """
    Return a heading in small letters, without accents and signs, so that it is the same however it is written.

    Examples
    --------
    >>> plain("Vorgänger "), plain("% Complete"), plain("task_name")
    ('vorganger', 'complete', 'task name')
    """
    bare = normalize("NFKD", text.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode() or text.casefold()
    return _OTHER.sub(" ", bare).strip()


def heading_of(cell: Cell, sheet: Sheet, columns: Mapping[str, str] | None = None) -> Heading:
    """
    Return what stands above a column.

    Parameters
    ----------
    cell
        The cell.
    sheet
        What kind of sheet it is in.
    columns
        By the name of a column, what a file calls it.
    """
    text = " ".join(str(cell).split()) if cell is not None else ""
    by_name = _by_name(sheet.name)
    for name, called in (columns or {}).items():
        if plain(called) == plain(text) and plain(name) in by_name:
            return Heading(text, by_name[plain(name)])
    found = _UNIT.search(text)
    for said, unit in ((text, ""), (text[: found.start()], found["unit"]) if found else (text, "")):
        if plain(said) in by_name:
            return Heading(text, by_name[plain(said)], unit)
    return Heading(text, None)


def hint(text: str, sheet: Sheet) -> str:
    """Return `; did you mean 'this'?`, or nothing where no heading is near."""
    return Spelling(_by_name(sheet.name)).hint(plain(text))


def row_of_headings(rows: Sequence[Sequence[Cell]], sheet: Sheet, columns: Mapping[str, str] | None = None) -> int:
    """Return which row has the headings, counted from 0; -1 where none has two that are known."""
    known = [_known(row, sheet, columns) for row in rows[:MOST_ABOVE]]
    best = max(known, default=0)
    return known.index(best) if best >= 2 else -1


def likeness(rows: Sequence[Sequence[Cell]]) -> tuple[int, int]:
    """Return how many headings of tasks are known in one row of a table, then how many cells its rows have."""
    known = max((_known(row, TASKS, None) for row in rows[:MOST_ABOVE]), default=0)
    return known, sum(len(row) > 1 for row in rows)


def _known(row: Sequence[Cell], sheet: Sheet, columns: Mapping[str, str] | None) -> int:
    names = (heading_of(cell, sheet, columns).column for cell in row if isinstance(cell, str))
    return len({one.path for one in names if one is not None})


@cache
def _by_name(name: str) -> Mapping[str, Column]:
    """Return the columns of a sheet by all that they are called, as `plain` writes it."""
    sheet = SHEETS[name]
    special, ignored = (_SPECIAL, _IGNORED.split("|")) if sheet is TASKS else ((), [])
    own = {plain(one.heading): one for one in chain(sheet.columns, special)}
    words = _WORDS.get(name, {})
    others = {plain(word): own[key] for key, said in words.items() if key in own for word in said.split("|")}
    return {**{plain(word): IGNORED for word in ignored}, **others, **own}


_SHEET_WORDS: Final[Mapping[str, str]] = {
    "tasks": "task|activities|activity|task table|vorgange|taken|taches|tareas|plan|schedule|work|wbs",
    "milestones": "milestone|meilensteine|mijlpalen|jalons|hitos|gates",
    "risks": "risk|risk register|risiken|risico s|risques|riesgos|threats|register",
    "retirements": "retires|risk reduction|mitigations|responses",
    "orderings": "ordering|orders|sequences|alternatives",
    "resources": "resource|ressourcen",
    "calendars": "calendar|kalender",
    "holidays": "holiday|days off|feiertage|vacations",
    "ranges": "range|factors",
    "correlations": "correlation",
    "decisions": "decision",
    "settings": "setting|project|general|parameters",
}


def sheet_of(name: str) -> Sheet | None:
    """Return which sheet of a scenario one is by its name; none where it is none."""
    said = plain(name)
    return next(
        (sheet for key, sheet in SHEETS.items() if said == key or said in _SHEET_WORDS.get(key, "").split("|")), None
    )
