"""The command `open`: a plan in the browser, with what comes of each change beside it."""

import signal
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from milepost.simulate.cli.completion import ScenarioFile
from milepost.simulate.cli.options import (
    confidence_option,
    iterations_asked,
    iterations_option,
    seed_option,
    threads_option,
)
from milepost.simulate.cli.shown_late import shown_late
from milepost.simulate.cli.streams import say


@click.command(
    "open",
    short_help="Edit a plan in the browser, and see at once what comes of it.",
    epilog="Example: milepost open scenarios/hr_app.yaml",
)
@click.argument("file", required=False, type=ScenarioFile(path_type=Path))
@click.option(
    "--port", type=click.IntRange(1, 65_535), metavar="PORT", help="Port to serve at.  [default: one that is free]"
)
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed in any case.")
@seed_option
@iterations_option
@threads_option
@confidence_option
def open_(
    file: Path | None,
    port: int | None,
    no_browser: bool,
    seed: int,
    iterations: int | None,
    threads: int | None,
    confidence: float,
) -> None:
    """
    Edit the plan in FILE in the browser, and see at once what comes of it.

    Serves a page on this machine, and to nobody else: the sheets of the plan, and beside them how likely each milestone
    is, what could be promised, and what each change does to that. Saving writes into FILE only what was changed, and
    keeps comments. What is not saved is kept, and comes back when the plan is opened again. Ctrl-C ends it.

    FILE may be the plan of another program; then a scenario is laid over it, and saved beside it. Without FILE the page
    offers the plans that milepost new starts from, and saves what comes of one in this folder.

    The address that is printed holds a secret: who has it can read and change the plan for as long as this runs.
    """
    from milepost.simulate.web.listening import listening
    from milepost.simulate.web.opening import opened_plan
    from milepost.simulate.web.server import Playing, serve
    from milepost.simulate.web.session.facts import Facts

    facts = Facts.of(iterations=iterations_asked(iterations, None), confidence=confidence)
    playing = Playing(facts=facts, seed=seed, threads=threads)
    with ExitStack() as held:
        at = held.enter_context(listening(port))
        with shown_late(file or Path(), quiet=file is None):
            opened = held.enter_context(opened_plan(file, Path()))
        ready = partial(_say_where, opened.target)
        served = serve(opened, at, playing=playing, shows=not no_browser, ready=ready)
    if served.unsaved:
        command = f"milepost open {file}" if file else "milepost open"
        say(f"{served.unsaved} has changes that are not saved: they come back with {command}", err=True)
    if served.number is not None:
        signal.raise_signal(served.number)


def _say_where(plan: Path, address: str, is_shown: bool) -> None:
    """Print where the page is."""
    say(f"{plan} is open at {address}")
    say("in the browser; Ctrl-C ends it" if is_shown else "Open this address in a browser; Ctrl-C ends it")
