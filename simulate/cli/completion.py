"""What a shell offers when somebody presses the tab key: files of plans, and what stands in the one that was given."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, shell_complete, split_arg_string

from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.cli.streams import say

VARIABLE: Final = "_MILEPOST_COMPLETE"
"""The variable of the environment by which a shell asks, and is told how to."""

_SUFFIXES: Final = (".yaml", ".yml")
_BREAKS: Final = (":", "=")


class ScenarioFile(click.Path):
    """The path of a scenario, or of the plan of another program, as an argument."""

    name = "path"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer plans in the folder that is begun and those below it, or else folders, as the shell does."""
        from milepost.models.file.opened import ENDINGS

        above = incomplete.rpartition("/")[0] + "/" if "/" in incomplete else ""
        found = (
            above + path.relative_to(above or ".").as_posix()
            for pattern in ("*", "*/*")
            for path in Path(above or ".").glob(pattern)
            if path.suffix.lower() in ENDINGS.union(_SUFFIXES)
            and not any(part.startswith(".") for part in path.parts[-2:])
        )
        return _beginning(incomplete, sorted(found)) or [CompletionItem(incomplete, type="dir")]


def offer_criteria(_context: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer what orders can be compared by: those of a milestone too, once the file is given."""
    parts = (data.get("milestones") for data in _plans())
    ids = dict.fromkeys(id_ for part in parts if isinstance(part, dict) for id_ in part)
    of_one = (f"{kind}:{id_}" for kind in Kind if kind.of_milestone for id_ in ids)
    return _beginning(incomplete, [*of_one, *(kind for kind in Kind if not kind.of_milestone)])


def offer_paths(_context: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the parts of the files that a value can be put in the place of, until the value begins."""
    return _beginning(incomplete, dict.fromkeys(path for data in _plans() for path in _paths(data)))


def answer_shell(command: click.Command, instruction: str) -> int:
    """Write to a shell how to ask, or what it asks for, and return the exit code."""
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
        words, current = os.environ["COMP_WORDS"].split("\n"), int(os.environ["COMP_CWORD"])
        words = [*words, ""][: current + 1]
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


def _plans() -> Iterator[dict[str, Any]]:
    """
    Read what the files on the command line say, as far as they can be read: they may be under way.

    The command line is read once more, since click drops all arguments while the value of an option is wanting.
    """
    from milepost.models.file.layers import Layers
    from milepost.models.problem import ScenarioError

    for word in split_arg_string(os.environ.get("COMP_WORDS", ""))[1:]:
        with suppress(ScenarioError, OSError):
            if Path(word).is_file() and isinstance(data := Layers(Path(word)).data, dict):
                yield data


def _paths(data: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[str]:
    from milepost.models.file.setting import dotted

    for key, value in data.items():
        if isinstance(value, dict):
            yield from _paths(value, (*above, key))
        else:
            yield dotted((*above, key))
