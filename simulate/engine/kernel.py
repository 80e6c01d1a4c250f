"""The kernel: plays a program out, a block of iterations at a time and node by node within it."""

from typing import Any

import numpy as np

from milepost.simulate.engine import lanes
from milepost.simulate.engine.block import Block
from milepost.simulate.engine.cache import jit, step
from milepost.simulate.engine.copula import mix, scores, words_of
from milepost.simulate.engine.lookup import quantiles
from milepost.simulate.engine.philox import GROUP, Purpose, draw
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.records import Records
from milepost.simulate.engine.workspace import Row, Workspace

_DURATION = np.int64(Purpose.DURATION)
_PASS = np.int64(Purpose.PASS)
_LATENT = np.int64(Purpose.LATENT)
_DELAY = np.int64(Purpose.DELAY)
_STRETCH = np.int64(Purpose.STRETCH)
_COST = np.int64(Purpose.COST)
_FACTOR = np.int64(Purpose.FACTOR)
_ONCE = np.int64(0)


@jit
def play(
    program: Program, seed: np.uint64, first: int, last: int, origin: int, work: Workspace, records: Records
) -> None:
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
        The iteration that stands first in the records, a multiple of 256.
    work : Workspace
        Room to work in; its lanes are the iterations of a block.
    records : Records
        Written.
    """
    n_lanes = work.words.size
    for begin in range(first - origin, last - origin, n_lanes):
        length, in_detail = min(n_lanes, last - origin - begin), begin < records.task_start.shape[1]
        block = Block(seed, (origin + begin) // GROUP, begin, length, in_detail)
        work.crews[:] = 0.0
        work.surfaces[:] = np.inf
        draw_factors(program, block, work)
        for node in program.nodes:
            start = work.rows[node.start_row]
            finish = work.rows[node.finish_row]
            wait_for_links(program, node, work, start)
            if node.crew:
                lanes.take_crew(work.crews, work.crew, start)
            if node.task >= 0:
                draw_work(program, node, block, work)
                meet_risks(program, node, block, start, work, records)
                if node.pushed >= 0 and in_detail:
                    lanes.enter(start, block, records.task_decided[node.pushed])
            else:
                lanes.fill(0.0, work.duration)
            push_by_links(program, node, work, start)
            lanes.add(start, work.duration, finish)
            if node.mark_row >= 0:
                date_apart(program, node, block, finish, work, records)
            if node.task >= 0:
                take_effect(program, node, block, finish, work, records)
                if in_detail:
                    lanes.enter(start, block, records.task_start[node.task])
                    lanes.enter(finish, block, records.task_finish[node.task])
        lanes.fill(np.inf, work.stop)
        for k in range(program.stoppers):
            lanes.lower_to(work.surfaces[k], work.stop)
        for k in range(program.dates.size):
            settle(program, program.dates[k], work)
            lanes.enter(work.fresh, block, records.spent_by[k])
            lanes.enter(work.expected, block, records.expected_by[k])
        settle(program, np.inf, work)
        enter_goals(program, block, work, records)


@step
def draw_factors(program: Program, block: Block, work: Workspace) -> None:
    """Draw the common factor of each group that is correlated, with its weight."""
    for factor in program.factors:
        draw(block.seed, factor.entity, _FACTOR, _ONCE, block.group, work.words)
        scores(work.words, factor.weight, program.copula, work.cell, work.rows[factor.row])


@step
def draw_words(program: Program, drawer: Any, purpose: np.int64, block: Block, work: Workspace) -> None:
    """Draw words for a node or a risk, correlated as it is with others."""
    draw(block.seed, drawer.entity, purpose, _ONCE, block.group, work.words)
    if drawer.first_factor < drawer.end_factor:
        scores(work.words, drawer.own, program.copula, work.cell, work.fresh)
        for k in range(drawer.first_factor, drawer.end_factor):
            mix(work.rows[program.shared[k]], work.fresh)
        words_of(work.fresh, program.copula, work.cell, work.words)


@step
def wait_for_links(program: Program, node: Any, work: Workspace, start: Row) -> None:
    """Set the decision time: the latest of the node's floor and what its FS and SS links wait for."""
    lanes.fill(node.floor, start)
    for k in range(node.first_link, node.end_link):
        link = program.links[k]
        if not link.holds_finish:
            lanes.wait(work.rows[link.row], link.lag, start)


@step
def push_by_links(program: Program, node: Any, work: Workspace, start: Row) -> None:
    """Push the start so far that the finish satisfies the node's FF and SF links."""
    for k in range(node.first_link, node.end_link):
        link = program.links[k]
        if link.holds_finish:
            lanes.push(work.rows[link.row], link.lag, work.duration, start)


@step
def date_apart(program: Program, node: Any, block: Block, finish: Row, work: Workspace, records: Records) -> None:
    """Set by how much a node is dated later than it is: where it takes no time and waited for what begins."""
    mark = work.rows[node.mark_row]
    lanes.fill(node.opening, mark)
    for k in range(node.first_link, node.end_link):
        link = program.links[k]
        if link.mark_row >= 0:
            lanes.date_as(work.rows[link.row], work.rows[link.mark_row], link.lag, mark)
        if link.lasts_row >= 0:
            lanes.date_as_begun(work.rows[link.row], work.rows[link.lasts_row], link.lag, mark)
    lanes.mark(work.duration, finish, mark)
    if node.milestone >= 0:
        if program.followed[node.milestone] or block.in_detail:
            lanes.enter_beginnings(mark, block, records.begins[node.begins])
    elif block.in_detail:
        lanes.enter_beginnings(mark, block, records.task_begins[node.begins])


@step
def draw_work(program: Program, node: Any, block: Block, work: Workspace) -> None:
    """Draw the task's duration without risks: that of all its rounds where it has several."""
    draw_words(program, node, _DURATION, block, work)
    quantiles(work.words, node.quantity, program.tables, work.cell, work.duration)
    if node.repeats:
        lanes.fill(0.0, work.passed)
        lanes.fill(1.0, work.rounds)
        lanes.fill(node.pass_chance, work.chance)
        for turn in range(node.most_rounds):
            if turn:
                draw(block.seed, node.entity, _DURATION, turn, block.group, work.words)
                quantiles(work.words, node.quantity, program.tables, work.cell, work.fresh)
                lanes.add_unless(work.passed, work.fresh, work.duration)
                lanes.add_unless(work.passed, work.always, work.rounds)
            draw(block.seed, node.entity, _PASS, turn, block.group, work.words)
            lanes.uniforms(work.words, work.fresh)
            lanes.below(work.fresh, work.chance, work.occurs)
            lanes.raise_to(work.occurs, work.passed)


@step
def meet_risks(
    program: Program,
    node: Any,
    block: Block,
    decided: Row,
    work: Workspace,
    records: Records,
) -> None:
    """Judge the risks that the task is exposed to, reveals or waits for, and let them have their impacts on it."""
    if node.gated:
        lanes.fill(0.0, work.ran)
        for k in range(node.first_gate, node.end_gate):
            lanes.raise_to(work.rows[program.gates[k]], work.ran)
    if node.first_judgement < node.end_judgement:
        lanes.fill(1.0, work.stretch)
        lanes.fill(0.0, work.delay)
        for k in range(node.first_judgement, node.end_judgement):
            judgement = program.judgements[k]
            risk = program.risks[judgement.risk]
            if judgement.opens:
                open_risk(program, risk, judgement.risk, block, work, records)
            judge(program, judgement, risk, decided, work)
            if judgement.gates:
                lanes.put(work.occurs, work.ran)
            if node.gated:
                lanes.multiply(work.ran, work.occurs)
            if judgement.suffers:
                suffer(judgement, risk, block.in_detail, decided, work)
                if risk.expects:
                    ran = work.ran if node.gated else work.always
                    due, charged = work.rows[risk.due_row], work.rows[risk.expected_row]
                    lanes.expect(ran, work.chance, work.impact, risk.mean_cost, decided, due, charged)
            if judgement.flag_row >= 0:
                lanes.put(work.occurs, work.rows[judgement.flag_row])
            if judgement.closes and block.in_detail:
                lanes.enter(work.rows[risk.first_row], block, records.risk_time[judgement.risk])
                if risk.cost >= 0:
                    lanes.enter(work.rows[risk.charge_row], block, records.risk_charge[judgement.risk])
                    due, charged = work.rows[risk.first_row], work.rows[risk.charge_row]
                    if risk.expects:
                        due, charged = work.rows[risk.due_row], work.rows[risk.expected_row]
                    lanes.enter(due, block, records.risk_due[judgement.risk])
                    lanes.enter(charged, block, records.risk_expected[judgement.risk])
        lanes.harm(work.stretch, work.delay, work.duration)
    if node.gated:
        lanes.multiply(work.ran, work.duration)


@step
def open_risk(
    program: Program,
    risk: Any,
    place: int,
    block: Block,
    work: Workspace,
    records: Records,
) -> None:
    """Draw a risk's latent state and its impacts, the same for every task that meets it."""
    latent = work.rows[risk.latent_row]
    draw_words(program, risk, _LATENT, block, work)
    lanes.uniforms(work.words, latent)
    if block.in_detail:
        lanes.enter(latent, block, records.risk_latent[place])
    lanes.fill(np.inf, work.rows[risk.first_row])
    if risk.delay >= 0:
        draw(block.seed, risk.entity, _DELAY, _ONCE, block.group, work.words)
        quantiles(work.words, risk.delay, program.tables, work.cell, work.rows[risk.delay_row])
    if risk.stretch >= 0:
        draw(block.seed, risk.entity, _STRETCH, _ONCE, block.group, work.words)
        quantiles(work.words, risk.stretch, program.tables, work.cell, work.rows[risk.stretch_row])
    if risk.cost >= 0:
        draw(block.seed, risk.entity, _COST, _ONCE, block.group, work.words)
        quantiles(work.words, risk.cost, program.tables, work.cell, work.rows[risk.cost_row])
        lanes.fill(0.0, work.rows[risk.charge_row])
    if risk.expects:
        lanes.fill(np.inf, work.rows[risk.due_row])
        lanes.fill(0.0, work.rows[risk.expected_row])


@step
def judge(program: Program, judgement: Any, risk: Any, decided: Row, work: Workspace) -> None:
    """Mark the lanes in which a risk occurs at a task, after what other tasks have retired of it by then."""
    lanes.fill(judgement.chance, work.chance)
    lanes.fill(judgement.impact, work.impact)
    for k in range(judgement.first_retirement, judgement.end_retirement):
        retirement = program.retirements[k]
        take_away(retirement, retirement.keep_chance, decided, work, work.chance)
        take_away(retirement, retirement.keep_impact, decided, work, work.impact)
    lanes.below(work.rows[risk.latent_row], work.chance, work.occurs)


@step
def take_away(retirement: Any, keep: float, decided: Row, work: Workspace, left: Row) -> None:
    """Take away what a task retires where it had its effect by the time of decision."""
    if keep < 1.0:
        finish = work.rows[retirement.finish_row]
        if retirement.effect_row >= 0:
            lanes.take_away_if(work.rows[retirement.effect_row], finish, decided, keep, left)
        else:
            lanes.take_away(finish, decided, keep, left)


@step
def suffer(judgement: Any, risk: Any, in_detail: bool, decided: Row, work: Workspace) -> None:
    """Let a risk have its impacts on the task where it occurs."""
    if risk.delay >= 0 and judgement.impact_varies:
        lanes.delay(work.occurs, work.impact, work.rows[risk.delay_row], work.delay)
    elif risk.delay >= 0:
        lanes.delay_alike(work.occurs, judgement.impact, work.rows[risk.delay_row], work.delay)
    if risk.stretch >= 0:
        lanes.stretch(work.occurs, work.impact, work.rows[risk.stretch_row], work.stretch)
    first = work.rows[risk.first_row]
    if risk.cost >= 0:
        charged = work.rows[risk.charge_row]
        lanes.charge(work.occurs, work.impact, work.rows[risk.cost_row], decided, first, charged)
    if in_detail or risk.cost >= 0:
        lanes.note_first(work.occurs, decided, first)


@step
def take_effect(program: Program, node: Any, block: Block, finish: Row, work: Workspace, records: Records) -> None:
    """Let happen what the finished task brings about: it stops the project, frees its crew, retires risks."""
    if node.stops:
        for k in range(node.first_judgement, node.end_judgement):
            judgement = program.judgements[k]
            if judgement.stopper >= 0:
                lanes.note_first(work.rows[judgement.flag_row], finish, work.surfaces[judgement.stopper])
    ran = work.ran if node.gated else work.always
    if node.crew:
        lanes.free_crew(work.crew, ran, finish, work.crews)
    if node.effect >= 0:
        effect, payments = work.rows[node.effect_row], work.rows[node.payments_row]
        lanes.put(ran, effect)
        lanes.put(ran, payments)
        if node.repeats:
            lanes.multiply(work.passed, effect)
            lanes.multiply(work.rounds, payments)
        if block.in_detail:
            lanes.enter(effect, block, records.task_effect[node.effect])
            lanes.enter(payments, block, records.task_payments[node.effect])


@step
def settle(program: Program, date: float, work: Workspace) -> None:
    """
    Count the money spent by a date, and before the stop.

    The total is in the workspace as `fresh`, and as `expected` with the charges that count at their expectation.
    """
    lanes.close(work.stop, date, work.until, work.before)
    lanes.fill(0.0, work.fresh)
    for place in program.payers:
        node = program.nodes[place]
        start, finish = work.rows[node.start_row], work.rows[node.finish_row]
        payments = work.rows[node.payments_row] if node.payments_row >= 0 else work.always
        if node.mark_row >= 0 and date < np.inf:
            lanes.add(start, work.rows[node.mark_row], work.stretch)
            lanes.add(finish, work.rows[node.mark_row], work.delay)
            start, finish = work.stretch, work.delay
        lanes.spend(start, finish, work.until, work.before, payments, node.cost, node.daily, work.fresh)
    lanes.put(work.fresh, work.expected)
    for place in program.chargers:
        risk = program.risks[place]
        first, charged = work.rows[risk.first_row], work.rows[risk.charge_row]
        lanes.pay_charges(first, work.until, charged, work.fresh)
        if risk.expects:
            first, charged = work.rows[risk.due_row], work.rows[risk.expected_row]
        lanes.pay_charges(first, work.until, charged, work.expected)
    if program.burn > 0.0:
        lanes.fill(0.0, work.duration)
        for place in program.goals:
            lanes.raise_to(work.rows[program.nodes[place].finish_row], work.duration)
        lanes.burn(work.duration, work.until, program.burn, work.fresh)
        lanes.burn(work.duration, work.until, program.burn, work.expected)


@step
def enter_goals(program: Program, block: Block, work: Workspace, records: Records) -> None:
    """Enter what comes of the end: milestones, money and stops, and of some milestones only in detail."""
    lanes.enter(work.fresh, block, records.cost)
    lanes.enter(work.expected, block, records.expected_cost)
    lanes.enter(work.stop, block, records.stop)
    for k in range(program.stoppers):
        lanes.enter_stopped(work.surfaces[k], work.stop, block, records.stopped_by[k])
    whole = 0
    for k in range(program.goals.size):
        reached = work.rows[program.nodes[program.goals[k]].finish_row]
        if program.stoppers and block.in_detail:
            lanes.enter(reached, block, records.milestone_finish[k])
        if program.followed[k]:
            if program.stoppers:
                lanes.forgo(work.stop, reached)
            lanes.enter(reached, block, records.finish[whole])
            whole += 1
        elif block.in_detail:
            if program.stoppers:
                lanes.forgo(work.stop, reached)
            lanes.enter(reached, block, records.other_finish[k - whole])
