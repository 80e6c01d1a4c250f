"""The program `milepost`: parse, call, print; the only place that exits."""

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Sequence

import click

from milepost.simulate.cli.batch import batch
from milepost.simulate.cli.check import check
from milepost.simulate.cli.exits import ExitCode
from milepost.simulate.cli.order import order
from milepost.simulate.cli.run import run
from milepost.simulate.cli.schema import schema


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: milepost run scenarios/hr_app.yaml",
)
@click.version_option(package_name="milepost")
def milepost() -> None:
    """Play a plan with milestones out many times, and see what becomes of its dates."""


for _command in (run, order, batch, check, schema):
    milepost.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the program and give its exit code.

    Parameters
    ----------
    arguments
        What stands behind the program's name; the command line's unless given.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a name must not end the run where the terminal cannot spell it
    try:
        with milepost.make_context("milepost", list(sys.argv[1:] if arguments is None else arguments)) as context:
            milepost.invoke(context)
            sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        _close_quietly()
    except (OSError, MemoryError) as error:
        click.echo(f"Error: {str(error) or 'the memory does not suffice; ask for fewer iterations'}", err=True)
        return ExitCode.COULD_NOT
    except Exception as error:
        click.echo(_fault(error), err=True)
        return ExitCode.FAULT
    return ExitCode.FINE


def _close_quietly() -> None:
    """Let nobody complain, when the interpreter ends, that what reads us has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


def _fault(error: Exception) -> str:
    if os.environ.get("MILEPOST_DEBUG"):
        return "".join(traceback.format_exception(error))
    return (
        f"Error: this is a fault in milepost itself, not in your plan: {type(error).__name__}: {error}\n"
        "Please report it, with the scenario if you may share it; MILEPOST_DEBUG=1 shows where it happened."
    )
