from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from threading import Event

from rich.console import Console

from milepost.simulate.report.media.late_bar import reading
from milepost.simulate.report.media.progress import progress_bar


def test_iterations_that_need_not_be_played_leave_the_time_left_to_the_others() -> None:
    """Of eight million, seven are there already: a second for half of the rest leaves a second, not an instant."""
    clock = [0.0]
    console = Console(width=80, force_terminal=True, force_interactive=True, quiet=False)
    with progress_bar(8_000_000, console=console, patience=60.0) as progress:
        assert progress is not None
        bar = progress.bar
        bar.get_time = lambda: clock[0]
        bar.start_task(bar.task_ids[0])
        for _ in range(7):
            progress.skip(1_000_000)
        for _ in range(5):
            clock[0] += 0.2
            progress(100_000)
        (task,) = bar.tasks
        assert task.description == "Playing 1,000,000 cases"
        assert task.percentage == 50
        assert task.time_remaining is not None
        assert 1 <= task.time_remaining <= 2


def test_that_a_file_is_read_is_shown_once_it_has_taken_a_while_and_only_on_a_terminal() -> None:
    """The last one shows it; none of the others has by then, which had as long."""
    patient, quiet, shown = (terminal() for _ in range(3))
    quiet.quiet = True
    pipe = Console(file=StringIO(), force_terminal=False)
    path, texts = Path("plans/a[b].xer"), {}
    with ExitStack() as stack:
        stack.enter_context(reading(path, console=patient, patience=60.0))
        for console in (quiet, pipe, shown):
            stack.enter_context(reading(path, console=console, patience=0.0))
        for _ in range(500):
            texts = {name: text_of(one) for name, one in (("shown", shown), ("patient", patient), ("quiet", quiet))}
            if "Reading" in texts["shown"]:
                break
            Event().wait(0.01)
    assert "Reading a[b].xer" in texts["shown"]
    assert not (texts["patient"])
    assert not (texts["quiet"])
    assert not (text_of(pipe))


def terminal() -> Console:
    return Console(file=StringIO(), force_terminal=True, force_interactive=True, width=80)


def text_of(console: Console) -> str:
    """Return what was written to a console."""
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()
