"""Options that chance gives to the commands: each ends with a code that is documented, and never with a fault."""

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

from milepost.models.file.setting import parse_sweep
from milepost.simulate.cli import main as milepost
from tests.fuzz.fuzzing import Found, fuzz, within
from tests.fuzz.pieces import NUMBERS, TEXTS
from tests.fuzz.settings import PLAN, written

_LONGEST: Final = 120.0
_CODES: Final = (0, 1, 2, 3, 5)
"""How a command may end that nobody interrupts."""
_FEW, _MANY = 20_000, 2**35
"""Iterations between these are not asked for: they take long, and would fit into the memory."""
_OPTIONS: Final = {
    "run": (
        *("--set", "--seed", "--iterations", "--precision", "--threads", "--out", "--confidence", "--json", "--quiet"),
    ),
    "compare": (
        "--seed", "--iterations", "--precision", "--threads", "--out", "--confidence", "--json", "--markdown",
        "--quiet",
    ),
    "trend": (
        "--history", "--between", "--seed", "--iterations", "--precision", "--threads", "--out", "--csv-style",
        "--json", "--quiet",
    ),
    "order": (
        "--all", "--search", "--by", "--indifference", "--seed", "--iterations", "--threads", "--out", "--confidence",
        "--json", "--quiet",
    ),
    "batch": (
        "--set", "--sweep", "--orders", "--reports", "--parquet", "--workers", "--seed", "--iterations", "--precision",
        "--threads", "--out", "--confidence", "--json", "--quiet",
    ),
    "check": ("--strict", "--json", "--quiet"),
    "schema": (),
}  # fmt: skip
_FLAGS: Final = (
    "--json",
    "--markdown",
    "--quiet",
    "--all",
    "--search",
    "--orders",
    "--reports",
    "--parquet",
    "--strict",
)
_CRITERIA: Final = (
    "hit:done",
    "promise:done",
    "net",
    "cost",
    "spent_at_stop",
    "gap",
    "exposure",
    "hit",
    "hit:x",
    "",
    "cost:done",
)


def main(arguments: Sequence[str]) -> int:
    """Run this part."""
    return fuzz("options", trial, arguments)


def trial(random: Random, desk: Path) -> str:
    """Return a command its options, and see how it ends."""
    (desk / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (desk / "broken.yaml").write_text(PLAN.replace("duration: 5", "duration: -5"), encoding="utf-8")
    (desk / "folder").mkdir()
    (desk / "file").touch()
    command = random.choice(tuple(_OPTIONS))
    arguments = [command, *_files(command, random)]
    if command in ("run", "compare", "trend", "order", "batch"):
        arguments += ["--iterations", "1000", "--out", "out"]
    for _ in range(random.choice((0, 1, 1, 2, 3))):
        arguments += _option(command, random)
    given = f"milepost {' '.join(map(repr, arguments))}"
    out, err = io.StringIO(), io.StringIO()
    with within(_LONGEST), contextlib.chdir(desk), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = milepost(arguments)
    if code not in _CODES:
        raise Found(f"ends with {code}: {err.getvalue()[-2000:]}", given)
    for stream in (out, err):
        if not all(line.isprintable() for line in stream.getvalue().split("\n")):
            raise Found(f"prints {stream.getvalue()[-2000:]!r}", given)
    if code and not (out.getvalue() + err.getvalue()).strip():
        raise Found(f"ends with {code} without a word", given)
    return f"{command} ended with {code}"


def _files(command: str, random: Random) -> list[str]:
    if command == "schema":
        return []
    names = ("plan.yaml",) * 12 + ("broken.yaml", "folder", "file", "gone.yaml", "", "\x1b[31m.yaml", "x" * 300)
    some = 2 if command == "compare" else random.choice((1, 1, 2)) if command in ("batch", "check") else 1
    return [random.choice(names) for _ in range(some)]


def _option(command: str, random: Random) -> list[str]:
    """Choose an option and its value; now and then one that is not the command's."""
    every = tuple(dict.fromkeys(name for names in _OPTIONS.values() for name in names))
    known = _OPTIONS[command] or ("--help",)
    option = random.choice(known if random.random() < 0.9 else (*every, "--nothing", "-x", "--", "--version", "--help"))
    if option in _FLAGS or option in ("--", "--help", "--version", "-x", "--nothing"):
        return [option]
    return [option, *(_value(option, random) for _ in range(2 if option == "--between" else 1))]


def _value(option: str, random: Random) -> str:
    number = random.choice(NUMBERS)
    match option:
        case "--iterations":
            usual = random.choice(("1", "2", "255", "256", "1000", "1001"))
            return usual if _is_long(number) else random.choice((number, usual))
        case "--precision":
            return random.choice(("5%", "40%", "0.4", "0.41", "1e-300", "0", "-1%", "nan", "inf", "1e999", "%", "5%%"))
        case "--confidence":
            return random.choice((number, f"{number}%", "99.99%", "0.01%", "50%", random.choice(TEXTS)))
        case "--threads" | "--workers":
            return random.choice(("1", "2", "0", "256", "257", number))
        case "--by":
            return random.choice((*_CRITERIA, random.choice(TEXTS)))
        case "--indifference":
            return f"{random.choice((*_CRITERIA, 'promise'))}={number}{random.choice(('', '', '%'))}"
        case "--out":
            return random.choice(
                ("out", "folder", "file", "file/x", "out/deep/deeper", "", "x" * 300, "\x1b[1m", "\udcff")
            )
        case "--between":
            return random.choice(("2026-01-05", "2026-02-30", number, random.choice(TEXTS)))
        case "--set" | "--sweep":
            text = written(random)
            return text if _is_short(text) else "budget.burn=1,2"
        case _:
            return random.choice((number, random.choice(TEXTS)))


def _is_long(number: str) -> bool:
    try:
        return _FEW < int(number) < _MANY
    except ValueError:
        return False


def _is_short(text: str) -> bool:
    try:
        return len(parse_sweep(text)) <= 3
    except ValueError:
        return True
