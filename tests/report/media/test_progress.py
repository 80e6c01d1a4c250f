from rich.console import Console

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
