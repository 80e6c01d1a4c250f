"""The command `gate`: what of a plan is outside its tolerances."""

from pathlib import Path
from typing import Any

import click

from milepost.simulate.cli.completion import ScenarioFile
from milepost.simulate.cli.exits import ExitCode
from milepost.simulate.cli.notes import tell, tell_of_cache
from milepost.simulate.cli.options import (
    confidence_option,
    iterations_asked,
    iterations_option,
    precision_option,
    seed_option,
    threads_option,
)
from milepost.simulate.cli.shown_late import shown_late
from milepost.simulate.cli.streams import say


@click.command(
    short_help="Print what of a plan is outside its tolerances.",
    epilog="Example: milepost gate scenarios/hr_app.yaml --format markdown",
)
@click.argument("file", type=ScenarioFile(path_type=Path))
@seed_option
@iterations_option
@precision_option
@threads_option
@confidence_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "junit", "github", "markdown"]),
    default="text",
    show_default=True,
    help="What to print: sentences; a JSON document, or JUnit's XML, of all that was judged; annotations for a "
    "workflow on GitHub; Markdown.",
)
@click.option("--quiet", is_flag=True, help="Print no progress.")
def gate(
    file: Path,
    seed: int,
    iterations: int | None,
    precision: float | None,
    threads: int | None,
    confidence: float,
    style: str,
    quiet: bool,
) -> None:
    """
    Print what of the plan in FILE is outside its tolerances, and nothing where all is well.

    Major milestones and those with a tolerance of their own have to be hit with the probability of their tolerance, or
    the plan's, or 80%. Where a tolerance of the gap is written, money may not run further ahead of milestones on their
    due dates. A risk has to be acceptable by the due date of the milestone that all that retires it comes before. The
    cost has to stay within the budget with the probability of --confidence.

    Beside each exception stand what drives it, and the cheapest change that is known to help. Exits with 0 when all
    tolerances are kept, with 1 when one is exceeded for sure, and else with 4 when the iterations do not tell of one.
    """
    iterations = iterations_asked(iterations, precision)
    from milepost.models.file.reader import review
    from milepost.models.problem import KeyPath, Problem, Remark
    from milepost.simulate import run as play
    from milepost.simulate.report.exceptions import formats
    from milepost.simulate.report.exceptions.terminal import print_exceptions
    from milepost.simulate.report.exceptions.told import Told
    from milepost.simulate.report.media.pace import Pace
    from milepost.simulate.report.media.progress import progress_bar
    from milepost.simulate.report.media.terminal import Terminal

    console = Terminal(stderr=True, quiet=quiet)
    with shown_late(file, quiet=quiet):
        found = review(file)
    with progress_bar(iterations, console=console) as bar:
        pace = Pace(bar)
        result = play(
            found.scenario, iterations=iterations, seed=seed, threads=threads, confidence=confidence, progress=pace
        )
    told = Told.of(result, _exceptions(result, threads, console, pace))

    def place(path: KeyPath) -> Problem:
        return found.layers.problem(Remark(path=path, message="", on_key=True))

    match style:
        case "json":
            say(formats.document(told, result, place), lines=True, end="")
        case "junit":
            say(formats.junit(told, suite=str(file)), lines=True, end="")
        case "github":
            say(formats.github(told, place), lines=True, end="")
        case "markdown":
            say(formats.markdown(told), lines=True, end="")
        case _:
            print_exceptions(told, Terminal())
    if not quiet:
        if not told.judged:
            tell(["nothing in the plan has a tolerance: give milestones a due date, or the plan a budget"])
        tell_of_cache()
    _exit(told)


def _exceptions(result: Any, threads: int | None, console: Any, pace: Any) -> Any:
    """Find what is outside, and play variants of the plan where anything is."""
    from milepost.simulate.analysis.exceptions.exception import exceptions_of
    from milepost.simulate.analysis.exceptions.judgement import Verdict
    from milepost.simulate.analysis.exceptions.lever import Levers
    from milepost.simulate.report.media.progress import stages

    if all(one.verdict is Verdict.PASS for one in result.judgements):
        return ()
    with stages(console=console, pace=pace) as stage:
        driven = result.driven(threads=threads, progress=stage)
        levers = Levers.of(
            driven.scenario,
            driven.outcome,
            drivers=driven.drivers,
            confidence=driven.confidence,
            threads=threads,
            progress=stage,
        )
    return exceptions_of(result.judgements, levers)


def _exit(told: Any) -> None:
    from milepost.simulate.analysis.exceptions.judgement import Verdict

    verdicts = {one.verdict for one in told.exceptional}
    if Verdict.FAIL in verdicts:
        raise click.exceptions.Exit(ExitCode.FINDINGS)
    if Verdict.INCONCLUSIVE in verdicts:
        raise click.exceptions.Exit(ExitCode.INCONCLUSIVE)
