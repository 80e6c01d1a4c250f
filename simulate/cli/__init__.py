"""The program `milepost`: parse, call, print; the only place that exits."""

import io
import os
import sys
import traceback
from collections.abc import Sequence

import click

from milepost.simulate.cli.batch import batch
from milepost.simulate.cli.check import check
from milepost.simulate.cli.compare import compare
from milepost.simulate.cli.completion import VARIABLE, answer_shell
from milepost.simulate.cli.exits import ExitCode
from milepost.simulate.cli.garbage import seldom_collected
from milepost.simulate.cli.gate import gate
from milepost.simulate.cli.import_ import import_
from milepost.simulate.cli.libraries import quiet_libraries
from milepost.simulate.cli.new import new
from milepost.simulate.cli.open import open_
from milepost.simulate.cli.order import order
from milepost.simulate.cli.run import run
from milepost.simulate.cli.schema import schema
from milepost.simulate.cli.signals import Ending, ending_signals
from milepost.simulate.cli.streams import open_streams, say, unwritten
from milepost.simulate.cli.trend import trend
from milepost.simulate.cli.versions import print_versions


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: milepost run scenarios/hr_app.yaml",
)
@click.version_option(package_name="milepost")
@click.option(
    "--versions",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_versions,
    help="Show the versions of all that it works with and exit.",
)
def milepost() -> None:
    """Play a plan with milestones out many times, and see what becomes of its dates."""


for _command in (new, import_, open_, run, gate, compare, trend, order, batch, check, schema):
    milepost.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the program and return its exit code.

    Parameters
    ----------
    arguments
        What stands behind the program's name; the command line's unless given.
    """
    with ending_signals() as ending:
        code = ExitCode.FAULT.value
        try:
            with open_streams() as out, quiet_libraries(), seldom_collected():
                code = _code(list(sys.argv[1:] if arguments is None else arguments), ending)
                sys.stdout.flush()
                error = unwritten(out)
                if error is not None:
                    say(f"Error: the output could not be written: {error.strerror}", err=True)
                    code = code or ExitCode.COULD_NOT
            ending.ignore()
        except BaseException:
            if ending.number is None:
                raise
        if ending.number is None:
            return code
        if code not in (ExitCode.INTERRUPTED, ending.code):  # the signal came when the command had no more to say
            with open_streams():
                say("Interrupted.", err=True)
        return ending.code


def _code(arguments: list[str], ending: Ending) -> int:
    """Run a command, say what went wrong, and return the exit code."""
    if instruction := os.environ.get(VARIABLE):
        return answer_shell(milepost, instruction)
    context = click.Context(milepost, info_name="milepost")
    try:
        with milepost.make_context("milepost", arguments) as context:
            milepost.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        return _show(error)
    except (KeyboardInterrupt, click.Abort) as end:
        return _say("Interrupted.", end, ExitCode.INTERRUPTED)
    except (OSError, MemoryError) as error:
        text = str(error) or "the memory does not suffice; ask for fewer iterations"
        return _say(f"Error: {text}", error, ExitCode.COULD_NOT)
    except Exception as error:
        if ending.number is not None:  # a library has made an error of its own of the interruption
            return _say("Interrupted.", error, ending.code)
        return _told(error, context)
    return ExitCode.FINE


def _told(error: Exception, context: click.Context) -> int:
    """Say what a command could not get over, and return the exit code: that of the error, if it is one of ours."""
    from milepost.models import MilepostError  # whoever raised one has it already

    if not isinstance(error, MilepostError):
        return _say(_fault(error), error, ExitCode.FAULT, lines=True)
    if error.exit_code == ExitCode.USAGE:
        command = milepost.commands[str(context.invoked_subcommand)]
        return _show(click.UsageError(str(error), click.Context(command, context, command.name)))
    if error.exit_code == ExitCode.INVALID_SCENARIO:
        return _say(str(error), error, error.exit_code, lines=True)  # a problem a line, and each says where
    return _say(f"Error: {error}", error, error.exit_code)


def _show(error: click.ClickException) -> int:
    text = io.StringIO()
    error.show(text)
    say(text.getvalue(), err=True, lines=True, end="")
    return error.exit_code


def _say(text: str, error: BaseException, code: int, *, lines: bool = False) -> int:
    """Say what has happened, then what was noted on the way out, and return the exit code."""
    say(text, err=True, lines=lines)
    for note in getattr(error, "__notes__", ()):
        say(note, err=True)
    return code


def _fault(error: Exception) -> str:
    if os.environ.get("MILEPOST_DEBUG"):
        return "".join(traceback.format_exception(error))
    return (
        f"Error: this is a fault in milepost itself, not in your plan: {type(error).__name__}: {error}\n"
        "Please report it, with the scenario if you may share it and what `milepost --versions` prints; "
        "MILEPOST_DEBUG=1 shows where it happened."
    )
