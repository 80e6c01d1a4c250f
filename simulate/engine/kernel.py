"""The kernel: plays a program out, a block of iterations at a time and node by node within it."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine import lanes
from milepost.simulate.engine.block import Block
from milepost.simulate.engine.cache import jit, step
from milepost.simulate.engine.copula import mix, scores, words_of
from milepost.simulate.engine.lookup import quantiles
from milepost.simulate.engine.philox import GROUP, Purpose, draw
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.sheets import Sheets

_DURATION = np.int64(Purpose.DURATION)
_PASS = np.int64(Purpose.PASS)
_LATENT = np.int64(Purpose.LATENT)
_DELAY = np.int64(Purpose.DELAY)
_STRETCH = np.int64(Purpose.STRETCH)
_COST = np.int64(Purpose.COST)
_FACTOR = np.int64(Purpose.FACTOR)
_ONCE = np.int64(0)

Row = NDArray[np.float64]


class Bench(NamedTuple):
    """
    What lies on the kernel's bench while a block is played: rows of float64[n_lanes], unless said otherwise.

    Parameters
    ----------
    rows : float64[n_rows, n_lanes]
        What nodes and risks hand on to later ones, where the program says.
    crews : float64[n_crews, n_lanes]
        When each crew is free [working days].
    surfaces : float64[n_stoppers, n_lanes]
        When each risk that can stop the project does, unless another one has before [working days].
    crew : int64[n_lanes]
        Which crew the node under way has.
    words : uint32[n_lanes]
        What was drawn.
    cell : int64[n_lanes]
        Room for the lookups.
    always
        1 in every lane.
    duration, fresh
        The node's duration, and that of one round [working days].
    passed, rounds
        Whether one of its rounds passed, and how many there were.
    ran, occurs
        Whether it runs at all, whether the risk in question occurs at it.
    chance, impact
        Probability and impact that are left of the risk in question [-].
    stretch, delay
        What the risks multiply and lengthen the duration by [-], [working days].
    stop
        When the project stops [working days].
    until, before
        Until when money is counted, and before when work that costs must begin [working days].
    expected
        What is spent, with the charges that count at their expectation [currency].
    """

    rows: NDArray[np.float64]
    crews: NDArray[np.float64]
    surfaces: NDArray[np.float64]
    crew: NDArray[np.int64]
    words: NDArray[np.uint32]
    cell: NDArray[np.int64]
    always: Row
    duration: Row
    fresh: Row
    passed: Row
    rounds: Row
    ran: Row
    occurs: Row
    chance: Row
    impact: Row
    stretch: Row
    delay: Row
    stop: Row
    until: Row
    before: Row
    expected: Row


def make_bench(program: Program, n_lanes: int) -> Bench:
    """Make room to play a program in blocks of n_lanes iterations, a multiple of 256."""
    room = np.empty((len(Bench._fields) - 7, n_lanes))
    return Bench(
        np.empty((program.rows, n_lanes)),
        np.empty((program.crews, n_lanes)),
        np.empty((program.stoppers, n_lanes)),
        np.empty(n_lanes, np.int64),
        np.empty(n_lanes, np.uint32),
        np.empty(n_lanes, np.int64),
        np.ones(n_lanes),
        *room,
    )


@jit
def play(program: Program, seed: np.uint64, first: int, last: int, origin: int, bench: Bench, sheets: Sheets) -> None:
    """
    Play the iterations [first, last), a block at a time and node by node within it.

    Parameters
    ----------
    program : Program
        What to play.
    seed : uint64
        Key of the random numbers.
    first, last : int64
        The iterations; `first` is a multiple of 256.
    origin : int64
        The iteration that stands first in the sheets, a multiple of 256.
    bench : Bench
        Room to work in; its lanes are the iterations of a block.
    sheets : Sheets
        Written.
    """
    n_lanes = bench.words.size
    for begin in range(first - origin, last - origin, n_lanes):
        length, in_detail = min(n_lanes, last - origin - begin), begin < sheets.task_start.shape[1]
        block = Block(seed, (origin + begin) // GROUP, begin, length, in_detail)
        bench.crews[:] = 0.0
        bench.surfaces[:] = np.inf
        draw_factors(program, block, bench)
        for node in program.nodes:
            start = bench.rows[node.start_row]
            finish = bench.rows[node.finish_row]
            wait_for_links(program, node, bench, start)
            if node.crew:
                lanes.take_crew(bench.crews, bench.crew, start)
            if node.task >= 0:
                draw_work(program, node, block, bench)
                meet_risks(program, node, block, start, bench, sheets)
                if node.pushed >= 0 and in_detail:
                    lanes.enter(start, block, sheets.task_decided[node.pushed])
            else:
                lanes.fill(0.0, bench.duration)
            push_by_links(program, node, bench, start)
            lanes.add(start, bench.duration, finish)
            if node.mark_row >= 0:
                date_apart(program, node, block, finish, bench, sheets)
            if node.task >= 0:
                take_effect(program, node, block, finish, bench, sheets)
                if in_detail:
                    lanes.enter(start, block, sheets.task_start[node.task])
                    lanes.enter(finish, block, sheets.task_finish[node.task])
        lanes.fill(np.inf, bench.stop)
        for k in range(program.stoppers):
            lanes.lower_to(bench.surfaces[k], bench.stop)
        for k in range(program.dates.size):
            settle(program, program.dates[k], bench)
            lanes.enter(bench.fresh, block, sheets.spent_by[k])
            lanes.enter(bench.expected, block, sheets.expected_by[k])
        settle(program, np.inf, bench)
        enter_goals(program, block, bench, sheets)


@step
def draw_factors(program: Program, block: Block, bench: Bench) -> None:
    """Draw the common factor of each group that is correlated, with its weight."""
    for factor in program.factors:
        draw(block.seed, factor.entity, _FACTOR, _ONCE, block.group, bench.words)
        scores(bench.words, factor.weight, program.copula, bench.cell, bench.rows[factor.row])


@step
def draw_words(program: Program, drawer: Any, purpose: np.int64, block: Block, bench: Bench) -> None:
    """Draw words for a node or a risk, correlated as it is with others."""
    draw(block.seed, drawer.entity, purpose, _ONCE, block.group, bench.words)
    if drawer.first_factor < drawer.end_factor:
        scores(bench.words, drawer.own, program.copula, bench.cell, bench.fresh)
        for k in range(drawer.first_factor, drawer.end_factor):
            mix(bench.rows[program.shared[k]], bench.fresh)
        words_of(bench.fresh, program.copula, bench.cell, bench.words)


@step
def wait_for_links(program: Program, node: Any, bench: Bench, start: Row) -> None:
    """Set the decision time: the latest of the node's floor and what its FS and SS links wait for."""
    lanes.fill(node.floor, start)
    for k in range(node.first_link, node.end_link):
        link = program.links[k]
        if not link.holds_finish:
            lanes.wait(bench.rows[link.row], link.lag, start)


@step
def push_by_links(program: Program, node: Any, bench: Bench, start: Row) -> None:
    """Push the start so far that the finish satisfies the node's FF and SF links."""
    for k in range(node.first_link, node.end_link):
        link = program.links[k]
        if link.holds_finish:
            lanes.push(bench.rows[link.row], link.lag, bench.duration, start)


@step
def date_apart(program: Program, node: Any, block: Block, finish: Row, bench: Bench, sheets: Sheets) -> None:
    """Set by how much a node is dated later than it is: where it takes no time and waited for what begins."""
    mark = bench.rows[node.mark_row]
    lanes.fill(node.opening, mark)
    for k in range(node.first_link, node.end_link):
        link = program.links[k]
        if link.mark_row >= 0:
            lanes.date_as(bench.rows[link.row], bench.rows[link.mark_row], link.lag, mark)
        if link.lasts_row >= 0:
            lanes.date_as_begun(bench.rows[link.row], bench.rows[link.lasts_row], link.lag, mark)
    lanes.mark(bench.duration, finish, mark)
    if node.milestone >= 0:
        if program.followed[node.milestone] or block.in_detail:
            lanes.enter_beginnings(mark, block, sheets.begins[node.begins])
    elif block.in_detail:
        lanes.enter_beginnings(mark, block, sheets.task_begins[node.begins])


@step
def draw_work(program: Program, node: Any, block: Block, bench: Bench) -> None:
    """Draw the task's duration without risks: that of all its rounds where it has several."""
    draw_words(program, node, _DURATION, block, bench)
    quantiles(bench.words, node.quantity, program.tables, bench.cell, bench.duration)
    if node.repeats:
        lanes.fill(0.0, bench.passed)
        lanes.fill(1.0, bench.rounds)
        lanes.fill(node.pass_chance, bench.chance)
        for turn in range(node.most_rounds):
            if turn:
                draw(block.seed, node.entity, _DURATION, turn, block.group, bench.words)
                quantiles(bench.words, node.quantity, program.tables, bench.cell, bench.fresh)
                lanes.add_unless(bench.passed, bench.fresh, bench.duration)
                lanes.add_unless(bench.passed, bench.always, bench.rounds)
            draw(block.seed, node.entity, _PASS, turn, block.group, bench.words)
            lanes.uniforms(bench.words, bench.fresh)
            lanes.below(bench.fresh, bench.chance, bench.occurs)
            lanes.raise_to(bench.occurs, bench.passed)


@step
def meet_risks(
    program: Program,
    node: Any,
    block: Block,
    decided: Row,
    bench: Bench,
    sheets: Sheets,
) -> None:
    """Judge the risks that the task is exposed to, reveals or waits for, and let them have their impacts on it."""
    if node.gated:
        lanes.fill(0.0, bench.ran)
        for k in range(node.first_gate, node.end_gate):
            lanes.raise_to(bench.rows[program.gates[k]], bench.ran)
    if node.first_judgement < node.end_judgement:
        lanes.fill(1.0, bench.stretch)
        lanes.fill(0.0, bench.delay)
        for k in range(node.first_judgement, node.end_judgement):
            judgement = program.judgements[k]
            risk = program.risks[judgement.risk]
            if judgement.opens:
                open_risk(program, risk, judgement.risk, block, bench, sheets)
            judge(program, judgement, risk, decided, bench)
            if judgement.gates:
                lanes.put(bench.occurs, bench.ran)
            if node.gated:
                lanes.multiply(bench.ran, bench.occurs)
            if judgement.suffers:
                suffer(judgement, risk, block.in_detail, decided, bench)
                if risk.expects:
                    ran = bench.ran if node.gated else bench.always
                    due, charged = bench.rows[risk.due_row], bench.rows[risk.expected_row]
                    lanes.expect(ran, bench.chance, bench.impact, risk.mean_cost, decided, due, charged)
            if judgement.flag_row >= 0:
                lanes.put(bench.occurs, bench.rows[judgement.flag_row])
            if judgement.closes and block.in_detail:
                lanes.enter(bench.rows[risk.first_row], block, sheets.risk_time[judgement.risk])
                if risk.cost >= 0:
                    lanes.enter(bench.rows[risk.charge_row], block, sheets.risk_charge[judgement.risk])
                    due, charged = bench.rows[risk.first_row], bench.rows[risk.charge_row]
                    if risk.expects:
                        due, charged = bench.rows[risk.due_row], bench.rows[risk.expected_row]
                    lanes.enter(due, block, sheets.risk_due[judgement.risk])
                    lanes.enter(charged, block, sheets.risk_expected[judgement.risk])
        lanes.harm(bench.stretch, bench.delay, bench.duration)
    if node.gated:
        lanes.multiply(bench.ran, bench.duration)


@step
def open_risk(
    program: Program,
    risk: Any,
    place: int,
    block: Block,
    bench: Bench,
    sheets: Sheets,
) -> None:
    """Draw a risk's latent state and its impacts, the same for every task that meets it."""
    latent = bench.rows[risk.latent_row]
    draw_words(program, risk, _LATENT, block, bench)
    lanes.uniforms(bench.words, latent)
    if block.in_detail:
        lanes.enter(latent, block, sheets.risk_latent[place])
    lanes.fill(np.inf, bench.rows[risk.first_row])
    if risk.delay >= 0:
        draw(block.seed, risk.entity, _DELAY, _ONCE, block.group, bench.words)
        quantiles(bench.words, risk.delay, program.tables, bench.cell, bench.rows[risk.delay_row])
    if risk.stretch >= 0:
        draw(block.seed, risk.entity, _STRETCH, _ONCE, block.group, bench.words)
        quantiles(bench.words, risk.stretch, program.tables, bench.cell, bench.rows[risk.stretch_row])
    if risk.cost >= 0:
        draw(block.seed, risk.entity, _COST, _ONCE, block.group, bench.words)
        quantiles(bench.words, risk.cost, program.tables, bench.cell, bench.rows[risk.cost_row])
        lanes.fill(0.0, bench.rows[risk.charge_row])
    if risk.expects:
        lanes.fill(np.inf, bench.rows[risk.due_row])
        lanes.fill(0.0, bench.rows[risk.expected_row])


@step
def judge(program: Program, judgement: Any, risk: Any, decided: Row, bench: Bench) -> None:
    """Mark the lanes in which a risk occurs at a task, after what other tasks have retired of it by then."""
    lanes.fill(judgement.chance, bench.chance)
    lanes.fill(judgement.impact, bench.impact)
    for k in range(judgement.first_retirement, judgement.end_retirement):
        retirement = program.retirements[k]
        take_away(retirement, retirement.keep_chance, decided, bench, bench.chance)
        take_away(retirement, retirement.keep_impact, decided, bench, bench.impact)
    lanes.below(bench.rows[risk.latent_row], bench.chance, bench.occurs)


@step
def take_away(retirement: Any, keep: float, decided: Row, bench: Bench, left: Row) -> None:
    """Take away what a task retires where it had its effect by the time of decision."""
    if keep < 1.0:
        finish = bench.rows[retirement.finish_row]
        if retirement.effect_row >= 0:
            lanes.take_away_if(bench.rows[retirement.effect_row], finish, decided, keep, left)
        else:
            lanes.take_away(finish, decided, keep, left)


@step
def suffer(judgement: Any, risk: Any, in_detail: bool, decided: Row, bench: Bench) -> None:
    """Let a risk have its impacts on the task where it occurs."""
    if risk.delay >= 0 and judgement.impact_varies:
        lanes.delay(bench.occurs, bench.impact, bench.rows[risk.delay_row], bench.delay)
    elif risk.delay >= 0:
        lanes.delay_alike(bench.occurs, judgement.impact, bench.rows[risk.delay_row], bench.delay)
    if risk.stretch >= 0:
        lanes.stretch(bench.occurs, bench.impact, bench.rows[risk.stretch_row], bench.stretch)
    first = bench.rows[risk.first_row]
    if risk.cost >= 0:
        charged = bench.rows[risk.charge_row]
        lanes.charge(bench.occurs, bench.impact, bench.rows[risk.cost_row], decided, first, charged)
    if in_detail or risk.cost >= 0:
        lanes.note_first(bench.occurs, decided, first)


@step
def take_effect(program: Program, node: Any, block: Block, finish: Row, bench: Bench, sheets: Sheets) -> None:
    """Let happen what the finished task brings about: it stops the project, frees its crew, retires risks."""
    if node.stops:
        for k in range(node.first_judgement, node.end_judgement):
            judgement = program.judgements[k]
            if judgement.stopper >= 0:
                lanes.note_first(bench.rows[judgement.flag_row], finish, bench.surfaces[judgement.stopper])
    ran = bench.ran if node.gated else bench.always
    if node.crew:
        lanes.free_crew(bench.crew, ran, finish, bench.crews)
    if node.effect >= 0:
        effect, payments = bench.rows[node.effect_row], bench.rows[node.payments_row]
        lanes.put(ran, effect)
        lanes.put(ran, payments)
        if node.repeats:
            lanes.multiply(bench.passed, effect)
            lanes.multiply(bench.rounds, payments)
        if block.in_detail:
            lanes.enter(effect, block, sheets.task_effect[node.effect])
            lanes.enter(payments, block, sheets.task_payments[node.effect])


@step
def settle(program: Program, date: float, bench: Bench) -> None:
    """
    Count the money spent by a date, and before the stop.

    The total is on the bench as `fresh`, and as `expected` with the charges that count at their expectation.
    """
    lanes.close(bench.stop, date, bench.until, bench.before)
    lanes.fill(0.0, bench.fresh)
    for place in program.payers:
        node = program.nodes[place]
        start, finish = bench.rows[node.start_row], bench.rows[node.finish_row]
        payments = bench.rows[node.payments_row] if node.payments_row >= 0 else bench.always
        if node.mark_row >= 0 and date < np.inf:
            lanes.add(start, bench.rows[node.mark_row], bench.stretch)
            lanes.add(finish, bench.rows[node.mark_row], bench.delay)
            start, finish = bench.stretch, bench.delay
        lanes.spend(start, finish, bench.until, bench.before, payments, node.cost, node.daily, bench.fresh)
    lanes.put(bench.fresh, bench.expected)
    for place in program.chargers:
        risk = program.risks[place]
        first, charged = bench.rows[risk.first_row], bench.rows[risk.charge_row]
        lanes.pay_charges(first, bench.until, charged, bench.fresh)
        if risk.expects:
            first, charged = bench.rows[risk.due_row], bench.rows[risk.expected_row]
        lanes.pay_charges(first, bench.until, charged, bench.expected)
    if program.burn > 0.0:
        lanes.fill(0.0, bench.duration)
        for place in program.goals:
            lanes.raise_to(bench.rows[program.nodes[place].finish_row], bench.duration)
        lanes.burn(bench.duration, bench.until, program.burn, bench.fresh)
        lanes.burn(bench.duration, bench.until, program.burn, bench.expected)


@step
def enter_goals(program: Program, block: Block, bench: Bench, sheets: Sheets) -> None:
    """Enter what comes of the end: milestones, money and stops, and of some milestones only in detail."""
    lanes.enter(bench.fresh, block, sheets.cost)
    lanes.enter(bench.expected, block, sheets.expected_cost)
    lanes.enter(bench.stop, block, sheets.stop)
    for k in range(program.stoppers):
        lanes.enter_stopped(bench.surfaces[k], bench.stop, block, sheets.stopped_by[k])
    whole = 0
    for k in range(program.goals.size):
        reached = bench.rows[program.nodes[program.goals[k]].finish_row]
        if program.stoppers and block.in_detail:
            lanes.enter(reached, block, sheets.milestone_finish[k])
        if program.followed[k]:
            if program.stoppers:
                lanes.forgo(bench.stop, reached)
            lanes.enter(reached, block, sheets.finish[whole])
            whole += 1
        elif block.in_detail:
            if program.stoppers:
                lanes.forgo(bench.stop, reached)
            lanes.enter(reached, block, sheets.other_finish[k - whole])
