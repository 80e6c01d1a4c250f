"""The numbers of the charts, which a page draws as well as a picture."""

import subprocess
import sys
from pathlib import Path

import pytest

HR_APP = Path(__file__).parents[3] / "scenarios" / "hr_app_week_9.yaml"
CURVES = """
import sys
from milepost.models import read_scenario
from milepost.simulate import run
from milepost.simulate.report.run.curves.cash import cash_curve
from milepost.simulate.report.run.curves.earned_value import earned_value_curves
from milepost.simulate.report.run.curves.gantt import gantt_rows
from milepost.simulate.report.run.curves.gap import gap_curves
from milepost.simulate.report.run.curves.joint import joint_cloud
from milepost.simulate.report.run.curves.knock_on import heat_cells
from milepost.simulate.report.run.curves.risks import RiskBars
from milepost.simulate.report.run.curves.scurve import s_curve

result = run(read_scenario(sys.argv[1]), iterations=500)
assert gantt_rows(result) and RiskBars.of(result).bars and [*heat_cells(result.knock_on)]
assert earned_value_curves(result, result.earned_value)
assert gap_curves(result.scenario, result.gap) and cash_curve(result.scenario, result.cash)
assert [joint_cloud(result, one) for one in result.joint] and [s_curve(result, id) for id in result.scenario.milestones]
print(*sorted(name for name in sys.modules if name.split(".")[0] == "matplotlib"))
"""


@pytest.mark.slow
def test_what_the_charts_of_a_run_draw_is_known_without_matplotlib() -> None:
    command = [sys.executable, "-c", CURVES, str(HR_APP)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
