"""What a plan is: tasks, milestones, risks, money and the calendar, read from a scenario file and checked."""

from milepost.models.actual import Actual
from milepost.models.baseline import PlannedSpending, planned_progress
from milepost.models.calendar import Calendar, WorkingDays
from milepost.models.correlation import Correlation
from milepost.models.decision import Decision
from milepost.models.difference import Difference, DifferenceKind
from milepost.models.distributions import Distribution
from milepost.models.error import MilepostError
from milepost.models.file.differing import PlanPair, read_pair
from milepost.models.file.plan_text import PlanText
from milepost.models.file.reader import read_scenario, review_scenario
from milepost.models.forecast import forecast
from milepost.models.link import LagCalendar, Link, LinkKind
from milepost.models.milestone import Level, Milestone, MilestoneAt
from milepost.models.money import Budget, Invoice, Value
from milepost.models.orderings import Alternative, Orderings
from milepost.models.problem import Problem, ScenarioError
from milepost.models.risk import Retirement, Risk, RiskState
from milepost.models.rounds import Rounds
from milepost.models.rules.order import problems_of
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.models.tolerance import Tolerance
from milepost.models.variant import with_alternative, without_crews, without_risks, without_tasks

__all__ = [
    "Actual",
    "Alternative",
    "Budget",
    "Calendar",
    "Correlation",
    "Decision",
    "Difference",
    "DifferenceKind",
    "Distribution",
    "Invoice",
    "LagCalendar",
    "Level",
    "Link",
    "LinkKind",
    "MilepostError",
    "Milestone",
    "MilestoneAt",
    "Orderings",
    "PlanPair",
    "PlanText",
    "PlannedSpending",
    "Problem",
    "Retirement",
    "Risk",
    "RiskState",
    "Rounds",
    "Scenario",
    "ScenarioError",
    "Task",
    "Tolerance",
    "Value",
    "WorkingDays",
    "forecast",
    "planned_progress",
    "problems_of",
    "read_pair",
    "read_scenario",
    "review_scenario",
    "with_alternative",
    "without_crews",
    "without_risks",
    "without_tasks",
]
