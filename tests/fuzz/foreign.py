"""Foreign: plans of other programs that chance has damaged are read or refused in words, soon, and can be played."""

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final
from zipfile import ZipFile, ZipInfo

from milepost.models import ScenarioError, review_scenario
from milepost.models.file.import_review import import_review
from milepost.models.file.imported import Imported
from milepost.models.file.layers import Layers
from milepost.models.file.opened import opened
from milepost.models.file.plan_text import PlanText
from milepost.models.file.reader import read_scenario
from milepost.models.file.starting_overlay import starting_overlay, whole_plan
from tests.fuzz.fuzzing import Found, fuzz
from tests.fuzz.mutants import judge, play, show
from tests.fuzz.pieces import NUMBERS, TEXTS
from tests.models.file.sheets.test_reader import WHOLE, workbook
from tests.whole_plans import WHOLE_CSV, WHOLE_GAN, WHOLE_MSPDI, WHOLE_PMXML, WHOLE_XER


def parts_of(archive: bytes) -> dict[str, bytes]:
    """Return what is packed into an archive."""
    with ZipFile(BytesIO(archive)) as opened_archive:
        return {name: opened_archive.read(name) for name in opened_archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive in which parts stand as they are."""
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(ZipInfo(name), part)
    return content.getvalue()


SOURCES: Final[Mapping[str, bytes]] = {
    "plan.xer": WHOLE_XER,
    "pmxml.xml": WHOLE_PMXML,
    "mspdi.xml": WHOLE_MSPDI,
    "plan.gan": WHOLE_GAN,
    "plan.csv": WHOLE_CSV,
    "plan.xlsx": packed({name: part for name, part in parts_of(workbook(**WHOLE)).items() if "docProps" not in name}),
}
"""By the name of a file, what stands in it before chance has its way."""
PLAYED: Final = 0.02
"""Share of what is read that is played."""
STARTED: Final = 0.2
"""Share of what is read for which a scenario to start from is written."""
SHOWN: Final = 0.02
"""Share of all that is checked by the command line, too."""

_LARGEST: Final = 300_000
"""Size beyond which a file grows no more [bytes]."""
_WINDOW: Final = 20_000
"""How far is looked for a piece [bytes]."""
_LONGEST_PIECE: Final = 5_000
"""Length of a piece that is doubled, moved or taken out [bytes]."""
_MOMENTS: Final = (
    "0001-01-01T00:00:00", "1899-12-31T08:00:00", "1900-01-01T08:00:00", "2199-12-31T17:00:00", "9999-12-31T23:59:00",
    "2026-02-30T08:00:00", "2026-01-05", "2026-01-05 08:00", "2026-01-05T24:00:00", "2026-13-01T08:00:00",
)  # fmt: skip
_SCRATCHES: Final = (
    b"", b"\x00", b"\xff", b"\xc3", b"\xfe\xff", b"\t", b"\r", b"\n", b"%T\t", b"%R\t", b"%E", b"(0||", b"))", b"<",
    b">", b"</", b"/>", b"&lt;", b"&amp;", b"&a;", b"&#0;", b"&#x10ffff;", b"<!--", b"]]>", b"<![CDATA[", b'"',
    b"<!DOCTYPE x>", b"PT", b"PT99999999H0M0S", b"-PT8H", b"P1D", b"-", b"e", b".",
)  # fmt: skip
_ENCODINGS: Final = ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "cp1252", "utf-7", "cp037")
_PLACE: Final = re.compile(rb"(?<=[\t,;])[^\t,;<>\"\r\n]*|(?<=>)[^<>]{1,200}(?=<)|(?<==\")[^\"]{0,200}(?=\")")
"""A cell, the text of an element, or what an attribute says."""
_ELEMENT: Final = re.compile(rb"<(\w+)[^<>]{0,999}>[^<>]{0,999}</\1>|<\w+[^<>]{0,999}/>|(?m:^)[^\n]{1,9999}\n")
"""An element that holds no others, or a line."""
_BEGINNING: Final = re.compile(rb"<(\w+)[^<>]{0,999}>")


def main(arguments: Sequence[str]) -> int:
    """Run this part."""
    return fuzz("foreign", trial, arguments)


def trial(random: Random, desk: Path) -> str:
    """Read one damaged file, and perhaps play it."""
    name = random.choice(tuple(SOURCES))
    content = _damaged(SOURCES[name], random)
    path = desk / name
    path.write_bytes(content)
    try:
        scenario, _ = review_scenario(path)
        review = import_review(Layers(path))
    except ScenarioError as error:
        judge(error, repr(content))
        if random.random() < SHOWN:
            show(path, 3, repr(content))
        return f"{name} refused"
    except Exception as error:
        raise Found("neither read nor refused", repr(content)) from error
    if random.random() < STARTED:
        start_from(path, repr(content))
    if review is not None and any(not notice.sentence.isprintable() for notice in review.notices):
        raise Found("told of with what steers a terminal", repr(content))
    if random.random() < SHOWN:
        show(path, 0, repr(content))
    if random.random() < PLAYED:
        try:
            play(scenario, report=False)
        except Exception as error:
            raise Found("read, and cannot be played", repr(content)) from error
    return f"{name} read"


def start_from(path: Path, shown: str) -> None:
    """Write the scenario to start from, and the plan as one scenario: the one is valid, the other what was read."""
    imported = opened(path)
    assert isinstance(imported, Imported)
    above = starting_overlay(imported, plan=path.name, name="plan", schema="schema.json")
    whole = whole_plan(imported, name=path.stem, schema="schema.json")
    try:
        read_scenario(PlanText(file=str(path.with_name("above.yaml")), text=above))
        same = read_scenario(PlanText(file=str(path.with_name("whole.yaml")), text=whole)) == read_scenario(path)
    except ScenarioError as error:
        raise Found("read, and cannot be started from", shown) from error
    if not same:
        raise Found("read, and another plan as one scenario", shown)


def _damaged(content: bytes, random: Random) -> bytes:
    """Damage a file, or one that is packed into it."""
    if content.startswith(b"PK") and random.random() < 0.8:
        parts = parts_of(content)
        name = random.choice([name for name in parts if "sheet" in name or "Strings" in name or random.random() < 0.1])
        return packed({**parts, name: _damaged(parts[name], random)})
    for _ in range(random.choice((1, 1, 1, 2, 4, 8))):
        content = random.choice(DAMAGES)(content, random)[:_LARGEST]
    return content


def _value(content: bytes, random: Random) -> bytes:
    """Let a cell or a text say something else: what programs stumble over, or what is said elsewhere."""
    here, there = _found(_PLACE, content, random), _found(_PLACE, content, random)
    if here is None or there is None:
        return content
    text = random.choice((random.choice(NUMBERS), random.choice(TEXTS), random.choice(_MOMENTS)))
    other = there[0] if random.random() < 0.3 else text.encode("utf-8", "surrogatepass")
    return content[: here.start()] + other + content[here.end() :]


def _piece(content: bytes, random: Random) -> bytes:
    """Take out an element or a line, double it, or move it."""
    here, there = _found(_ELEMENT, content, random), _found(_ELEMENT, content, random)
    if here is None or there is None:
        return content
    match random.randrange(4):
        case 0:
            return content[: here.start()] + content[here.end() :]
        case 1:
            return content[: here.start()] + here[0] * random.choice((2, 3, 100)) + content[here.end() :]
        case 2:
            return content[: here.start()] + there[0] + content[here.end() :]
        case _:
            return content[: here.start()] + there[0] + content[here.start() :]


def _nested(content: bytes, random: Random) -> bytes:
    """Put an element, or half of one, within itself."""
    here, times = _found(_BEGINNING, content, random), random.choice((1, 2, 50, 200))
    if here is None:
        return content
    closed = f"</{here[1].decode()}>".encode() * times if random.random() < 0.5 else b""
    return content[: here.end()] + here[0] * times + closed + content[here.end() :]


def _scratched(content: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    put_in = random.choice(_SCRATCHES) if random.random() < 0.7 else random.randbytes(random.randrange(1, 4))
    return content[:at] + put_in + content[at + random.randrange(4) :]


def _moved(content: bytes, random: Random) -> bytes:
    """Take out, double or move a piece of any length, wherever it begins and ends."""
    begin = random.randrange(len(content) + 1)
    end, at = min(len(content), begin + random.randrange(_LONGEST_PIECE)), random.randrange(len(content) + 1)
    piece = content[begin:end]
    rest = content if random.random() < 0.5 else content[:begin] + content[end:]
    return rest if random.random() < 0.5 else rest[:at] + piece + rest[at:]


def _truncated(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(1, len(content) + 1)] if content else content


def _encoded(content: bytes, random: Random) -> bytes:
    """Write it in another encoding, which it says or not."""
    encoding = random.choice(_ENCODINGS)
    text = content.decode("cp1252", "replace")
    if random.random() < 0.7:
        text = text.replace("UTF-8", encoding)
    return text.encode(encoding, "replace")


def _found(what: re.Pattern[bytes], content: bytes, random: Random) -> re.Match[bytes] | None:
    """Return the first of its kind from anywhere on."""
    at = random.randrange(len(content) + 1)
    return what.search(content, at, at + _WINDOW) or what.search(content, 0, _WINDOW)


DAMAGES: Final[tuple[Callable[[bytes, Random], bytes], ...]] = (
    *(
        _value,
        _value,
        _value,
        _value,
        _value,
        _piece,
        _piece,
        _piece,
        _nested,
        _scratched,
        _scratched,
        _moved,
        _truncated,
    ),
    _encoded,
)
