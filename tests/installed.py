"""What the wheel must do where only it and its dependencies are installed; run by `make wheel`, outside pytest."""

import contextlib
import importlib.resources
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from milepost.simulate.cli import main as main_of_milepost

PROGRAM = Path(sys.executable).with_name("milepost")


def main() -> None:
    """Check and run every shipped scenario from an empty folder: one by the program, the rest by what it calls."""
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        importlib.resources.as_file(importlib.resources.files("milepost.scenarios")) as scenarios,
    ):
        plans = sorted(scenarios.glob("*.yaml"))
        assert plans, "the wheel ships no scenarios"
        subprocess.run([PROGRAM, "check", *plans], check=True)
        for plan in plans:
            arguments = ["run", str(plan), "--iterations", "5000", "--quiet"]
            if plan == plans[0]:
                subprocess.run([PROGRAM, *arguments], check=True)
            else:  # in this process, which has loaded all that each would load anew
                assert main_of_milepost(arguments) == 0, plan
            summary = json.loads(Path("reports", plan.stem, "summary.json").read_text(encoding="utf-8"))
            assert summary["milestones"], plan
    print(f"the installed program runs {len(plans)} scenarios")


if __name__ == "__main__":
    main()
