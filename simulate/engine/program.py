"""Program: a scenario as the flat arrays that the kernel walks."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine.clock import Clock
from milepost.simulate.engine.copula import Copula
from milepost.simulate.engine.tables import Tables

NODE = np.dtype(
    [
        ("entity", np.uint64),  # the name under which it draws
        ("milestone", np.int64),  # its index among the scenario's milestones, or NONE
        ("task", np.int64),  # its index among the scenario's tasks, or NONE
        ("quantity", np.int64),  # its duration among the tables, or NONE
        ("scale", np.float64),  # what its draw is multiplied by [-] ...
        ("shift", np.float64),  # ... and what is then added, down to 0 [working days]
        ("floor", np.float64),  # earliest decision time [working days]
        ("finish_floor", np.float64),  # earliest finish, or -infinity [working days]
        ("under_way", np.int64),  # 1 if it has begun: what is drawn is left of it from when it goes on
        ("began", np.float64),  # when it has [working days]
        ("rest_row", np.int64),  # when it goes on, where others wait for that; NONE where none does
        ("rests", np.int64),  # its index among the tasks that have such a row, or NONE
        ("pushed", np.int64),  # its index among the tasks that links can push to start after they are decided, or NONE
        ("opening", np.float64),  # dated time that it has by itself, or -infinity [working days]
        ("mark_row", np.int64),  # by how much it is dated later than it is, where it takes no time; NONE if never
        ("calendar", np.int64),  # its own, or NONE where time is the work of one calendar; what follows is of others
        ("dated_row", np.int64),  # the time that has its date, which may be another than its own; NONE if never
        ("held", np.int64),  # 1 if a date of its own or what it is linked to can hold its finish
        ("fleeting", np.int64),  # 1 if it may take no time
        ("begins", np.int64),  # its index among the milestones, or the tasks, that have such a row, or NONE
        ("first_link", np.int64),  # its links are those from here ...
        ("end_link", np.int64),  # ... to before here
        ("start_row", np.int64),
        ("finish_row", np.int64),
        ("first_claim", np.int64),  # the units that it needs
        ("end_claim", np.int64),
        ("holds", np.int64),  # 1 if it has them whether or not they are free, else it takes them in its turn
        ("repeats", np.int64),  # 1 if it has rounds
        ("rounds_done", np.int64),  # before the first that is played
        ("again", np.int64),  # the duration of each round but the first that is played, among the tables
        ("most_rounds", np.int64),
        ("pass_probability", np.float64),  # that a round passes [-]
        ("first_factor", np.int64),  # the factors that it shares with others
        ("end_factor", np.int64),
        ("own", np.float64),  # weight of its own score beside theirs [-]
        ("gated", np.int64),  # 1 if it runs only where a risk occurs
        ("first_gate", np.int64),  # the flags that say whether it does, unless a judgement of its own does
        ("end_gate", np.int64),
        ("first_judgement", np.int64),
        ("end_judgement", np.int64),
        ("stops", np.int64),  # 1 if one of them can stop the project
        ("effect", np.int64),  # its index among the tasks that may have no effect, or NONE
        ("effect_row", np.int64),  # 1 where it ran and passed
        ("payments_row", np.int64),  # how often its cost is paid; NONE if always once
        ("cost", np.float64),  # for each round, on average where it is drawn [currency]
        ("daily", np.float64),  # on average where it is drawn [currency per working day]
        ("prices", np.int64),  # its index among the tasks of which one of them is drawn, or NONE
        ("cost_quantity", np.int64),  # its quantities among the tables, or NONE where they are known
        ("daily_quantity", np.int64),
        ("cost_row", np.int64),  # where they stand once drawn
        ("daily_row", np.int64),
        ("first_payer", np.int64),  # once it is played, what these cost is settled
        ("end_payer", np.int64),
    ]
)

LINK = np.dtype(
    [
        ("row", np.int64),  # the row that it reads
        ("lag", np.float64),  # added to what it reads [working days]
        ("share", np.float64),  # and added too, as a share of how long what it waits for lasts [-] ...
        ("begin_row", np.int64),  # ... between these rows, if that is not 0
        ("end_row", np.int64),
        ("holds_finish", np.int64),  # 1 for FF and SF, 0 for FS and SS
        ("mark_row", np.int64),  # by how much what it reads is dated later, if it passes that on; NONE if it does not
        ("lasts_row", np.int64),  # the finish of the task whose start it reads, if it passes that on as a beginning
        ("reads_start", np.int64),  # 1 for SS and SF, 0 for FS and FF; what follows is of plans whose calendars differ
        ("elapsed", np.float64),  # what the clock adds [days]
        ("calendar", np.int64),  # that of its lag, or NONE
        ("own", np.int64),  # that of what it waits for, or NONE
        ("dated_row", np.int64),  # the time that has the date of that, if it may be another than its own, or NONE
    ]
)

CLAIM = np.dtype(
    [
        ("first", np.int64),  # the units of the resource are those from here ...
        ("end", np.int64),  # ... to before here
        ("units", np.int64),  # how many of them it needs
    ]
)

RISK = np.dtype(
    [
        ("entity", np.uint64),  # the name under which it draws
        ("latent_row", np.int64),
        ("first_factor", np.int64),  # the factors that it shares with others
        ("end_factor", np.int64),
        ("own", np.float64),  # weight of its own score beside theirs [-]
        ("first_row", np.int64),  # first decision at which it occurs
        ("delay", np.int64),  # its impacts among the tables, or NONE, and where their draws stand
        ("delay_row", np.int64),
        ("stretch", np.int64),
        ("stretch_row", np.int64),
        ("cost", np.int64),
        ("cost_row", np.int64),
        ("charge_row", np.int64),  # what its cost comes to
        ("expects", np.int64),  # 1 if its charge counts at its expectation
        ("mean_cost", np.float64),  # [currency]
        ("due_row", np.int64),  # first decision of an exposed task that runs
        ("expected_row", np.int64),  # what its cost comes to on average, as is known then
    ]
)

JUDGEMENT = np.dtype(
    [
        ("risk", np.int64),  # index among the scenario's risks
        ("opens", np.int64),  # 1 for the first judgement of the risk, which draws it
        ("closes", np.int64),  # 1 for the last
        ("gates", np.int64),  # 1 if the task runs only where the risk occurs here
        ("exposure", np.int64),  # its index among the tasks exposed to each risk, or NONE
        (
            "stopper",
            np.int64,
        ),  # index among those that can stop the project if it does so at the task's finish, or NONE
        ("probability", np.float64),  # probability left by what is always finished before [-]
        ("impact", np.float64),  # impact left by it [-]
        ("impact_varies", np.int64),  # 1 if what may be finished before takes impact away
        ("first_retirement", np.int64),  # what may be finished before
        ("end_retirement", np.int64),
        ("flag_row", np.int64),  # 1 where the risk occurs here; NONE if nothing asks
    ]
)

RETIREMENT = np.dtype(
    [
        ("finish_row", np.int64),
        ("effect_row", np.int64),
        ("keep_probability", np.float64),  # share of the probability that it leaves [-]
        ("keep_impact", np.float64),  # share of the impact that it leaves [-]
    ]
)

FACTOR = np.dtype(
    [
        ("entity", np.uint64),  # the name under which it draws
        ("weight", np.float64),  # square root of the group's rho [-]
        ("row", np.int64),
    ]
)

NONE = -1
"""In place of a row, a quantity or an index: there is none."""


class Program(NamedTuple):
    """
    A scenario as flat arrays.

    What one node hands on to later ones stands in a row of a working array: its start and finish, whether it had its
    effect, the state of a risk. A row is used again once its last reader is done.

    Parameters
    ----------
    nodes : NODE[n]
        Tasks and milestones, each after all that must be known before; the same order for every order of things in the
        file.
    links : LINK[k]
        By successor.
    claims : CLAIM[c]
        By node: the units of each resource that it needs.
    risks : RISK[r]
        In the order of the file.
    judgements : JUDGEMENT[j]
        By task: the risks that it is exposed to, reveals or waits for.
    retirements : RETIREMENT[m]
        By judgement.
    gates : int64[g]
        Rows that hold the flags that a task waits for.
    factors : FACTOR[f]
        Common factors of the correlations.
    shared : int64[s]
        By node, then by risk: the rows of the factors that it shares.
    payers : int64[p]
        Nodes that cost something, by when that is settled.
    cost_risks : int64[c]
        Risks that may, by the order of their ids.
    milestones : int64[n_milestones]
        Nodes of the milestones, in the order of the file.
    followed : bool[n_milestones]
        Of which of them every iteration is kept; of the others the detailed ones.
    beginners, task_beginners : int64[b]
        Indices of the milestones and of the tasks that may be dated as beginnings though they take no time, in file
        order.
    burn : float
        Cost of the standing team [currency per working day].
    spent : float
        What is spent before `since` [currency].
    since : float
        From when on to count what is spent; -infinity if from the first [working days].
    dates : float64[d]
        When, from the start on, to note what is spent by then, besides what is in all [working days].
    units, stoppers, rows : int
        How many units there are of all resources, risks that can stop the project, and rows.
    tables, copula
        Lookups.
    clock
        The calendars of a plan whose calendars differ.
    """

    nodes: NDArray[np.void]
    links: NDArray[np.void]
    claims: NDArray[np.void]
    risks: NDArray[np.void]
    judgements: NDArray[np.void]
    retirements: NDArray[np.void]
    gates: NDArray[np.int64]
    factors: NDArray[np.void]
    shared: NDArray[np.int64]
    payers: NDArray[np.int64]
    cost_risks: NDArray[np.int64]
    milestones: NDArray[np.int64]
    followed: NDArray[np.bool_]
    beginners: NDArray[np.int64]
    task_beginners: NDArray[np.int64]
    burn: float
    spent: float
    since: float
    dates: NDArray[np.float64]
    units: int
    stoppers: int
    rows: int
    tables: Tables
    copula: Copula
    clock: Clock
