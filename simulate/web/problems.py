"""Problems: what is wrong with a state, and what a planner would want to look at again, as a page is told it."""

from collections.abc import Collection
from typing import Any

from milepost.models import Problem
from milepost.simulate.web.question import Question


def problems_message(
    question: Question, problems: Collection[Problem], *, more: int = 0, advice: Collection[Problem] = ()
) -> dict[str, Any]:
    """
    Return the message; without problems the state is a valid plan.

    Parameters
    ----------
    question
        The state.
    problems
        What is wrong.
    more
        How many problems there are beside these.
    advice
        What to look at again.
    """
    return {
        "t": "problems",
        "rev": question.rev,
        "draft": question.draft,
        "problems": [_problem(one) for one in problems],
        "more": more,
        "advice": [_problem(one) for one in advice],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    where = f"{problem.file}:{problem.line}" if problem.line else ""
    return {"path": [*problem.path], "message": problem.message, "where": where, "rule": problem.rule}
