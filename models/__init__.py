"""What a plan is: tasks, milestones, links, distributions and the calendar, read from a scenario file and checked."""

from milepost.models.calendar import Calendar, WorkingDays
from milepost.models.distributions import Distribution
from milepost.models.link import Link, LinkKind
from milepost.models.milestone import Level, Milestone
from milepost.models.problem import Problem, ScenarioError
from milepost.models.reader import read_scenario, review_scenario
from milepost.models.scenario import Scenario
from milepost.models.task import Task

__all__ = [
    "Calendar",
    "Distribution",
    "Level",
    "Link",
    "LinkKind",
    "Milestone",
    "Problem",
    "Scenario",
    "ScenarioError",
    "Task",
    "WorkingDays",
    "read_scenario",
    "review_scenario",
]
