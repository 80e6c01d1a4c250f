"""What the wheel must do where only it and its dependencies are installed; run by `make wheel`, outside pytest."""

import importlib.resources
import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("milepost")


def main() -> None:
    """Check and run every shipped scenario from an empty folder, through the installed program and through Python."""
    with (
        tempfile.TemporaryDirectory() as folder,
        importlib.resources.as_file(importlib.resources.files("milepost.scenarios")) as scenarios,
    ):
        plans = sorted(scenarios.glob("*.yaml"))
        assert plans, "the wheel ships no scenarios"
        subprocess.run([PROGRAM, "check", *plans], cwd=folder, check=True)
        for plan in plans:
            subprocess.run([PROGRAM, "run", plan, "--iterations", "5000", "--quiet"], cwd=folder, check=True)
            summary = json.loads((Path(folder) / "reports" / plan.stem / "summary.json").read_text(encoding="utf-8"))
            assert summary["milestones"], plan
    print(f"the installed program runs {len(plans)} scenarios")


if __name__ == "__main__":
    main()
