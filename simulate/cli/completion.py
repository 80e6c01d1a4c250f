"""What a shell offers when somebody presses the tab key: scenario files, and what stands in the one that was given."""

import os
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, shell_complete

from milepost.simulate.cli.streams import say

VARIABLE: Final = "_MILEPOST_COMPLETE"
"""The variable of the environment by which a shell asks, and is told how to."""

_SUFFIXES: Final = (".yaml", ".yml")
_BREAKS: Final = (":", "=")
_OF_A_MILESTONE: Final = ("hit", "promise")


class ScenarioFile(click.Path):
    """The path of a scenario, as an argument."""

    name = "path"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer scenario files in the folder that is begun and those below it, or else folders, as the shell does."""
        above = incomplete.rpartition("/")[0] + "/" if "/" in incomplete else ""
        found = (
            above + path.relative_to(above or ".").as_posix()
            for pattern in ("*", "*/*")
            for path in Path(above or ".").glob(pattern)
            if path.suffix in _SUFFIXES and not any(part.startswith(".") for part in path.parts[-2:])
        )
        return _beginning(incomplete, sorted(found)) or [CompletionItem(incomplete, type="dir")]


def offer_criteria(ctx: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer what orders can be compared by: those of a milestone too, once the file is given."""
    milestones = _data(ctx.params.get("file")).get("milestones")
    ids = list(milestones) if isinstance(milestones, dict) else []
    of_one = (f"{kind}:{id_}" for kind in _OF_A_MILESTONE for id_ in ids)
    return _beginning(incomplete, [*of_one, "net", "cost", "spent_at_stop", "gap"])


def offer_paths(ctx: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the parts of the files that a value can be put in the place of, until the value begins."""
    paths = (path for file in ctx.params.get("files") or () for path in _paths(_data(file)))
    return _beginning(incomplete, dict.fromkeys(paths))


def answer_shell(command: click.Command, instruction: str) -> int:
    """Tell a shell how to ask, or what it asks for, and return the exit code."""
    add_completion_class(_Bash)
    code: int = shell_complete(command, {}, "milepost", VARIABLE, instruction)
    if code:
        say(f"Error: {VARIABLE}={instruction}: write bash_source, zsh_source or fish_source", err=True)
    return code


class _Bash(BashComplete):
    """Bash takes words apart at colons and equal signs, and wants only what comes behind the last of them."""

    _head = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Put the words together again."""
        words, place = os.environ["COMP_WORDS"].split("\n"), int(os.environ["COMP_CWORD"])
        words = [*words, ""][: place + 1]
        whole = [""]
        for before, word in pairwise(words):
            if word in _BREAKS or before in _BREAKS:
                whole[-1] += word
            else:
                whole.append(word)
        incomplete = whole.pop()
        if words[-1] != incomplete:
            self._head = re.sub("[^:=]*$", "", incomplete)
        option, equals, value = incomplete.partition("=")
        if equals and option.startswith("--"):
            self._head, whole, incomplete = self._head.removeprefix(f"{option}="), [*whole, option], value
        return whole[1:], incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Leave out what stands before the last sign that bash takes words apart at."""
        return f"{item.type},{str(item.value).removeprefix(self._head)}"


def _beginning(incomplete: str, offers: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(offer) for offer in offers if offer.startswith(incomplete)]


def _data(file: Path | None) -> dict[str, Any]:
    """Read what a file says, as far as it can be read: it may be under way."""
    from milepost.models.problem import ScenarioError
    from milepost.models.source import Source

    try:
        data = None if file is None else Source(file).data
    except (ScenarioError, OSError):
        return {}
    return data if isinstance(data, dict) else {}


def _paths(data: dict[str, Any], above: str = "") -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _paths(value, f"{above}{key}.")
        else:
            yield f"{above}{key}"
