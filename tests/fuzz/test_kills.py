import os

import pytest

from tests.fuzz.kills import main

pytestmark = pytest.mark.slow


@pytest.mark.skipif(os.name != "posix", reason="signals are others elsewhere")
def test_a_command_that_was_killed_leaves_nothing_that_the_next_one_does_not_put_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["--seed", "1", "--count", "3"])
    assert code == 0, capsys.readouterr().out
