"""The kernel: plays a program out, a block of iterations at a time and node by node within it."""

from typing import Any

import numpy as np

from milepost.simulate.engine import lanes
from milepost.simulate.engine.block import Block
from milepost.simulate.engine.cache import jit, step
from milepost.simulate.engine.drawing import ONCE, draw_factors, draw_words
from milepost.simulate.engine.judgement import meet_risks
from milepost.simulate.engine.lookup import quantiles
from milepost.simulate.engine.on_clock import (
    ask_for_moment,
    begin_by_calendar,
    date_by_calendar,
    end_by_calendar,
)
from milepost.simulate.engine.philox import GROUP, Purpose, draw
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.records import Records
from milepost.simulate.engine.spending import count_spending, open_books, settle
from milepost.simulate.engine.workspace import Row, Workspace

_DURATION = np.int64(Purpose.DURATION)
_PASS = np.int64(Purpose.PASS)
_COST = np.int64(Purpose.TASK_COST)
_DAILY = np.int64(Purpose.DAILY)


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
        work.units[:] = -np.inf
        work.surfaces[:] = np.inf
        open_books(program, work)
        draw_factors(program, block, work)
        for node in program.nodes:
            play_node(program, node, block, work, records)
            settle(program, node, work)
        for k in range(program.dates.size):
            count_spending(program, k, work)
            lanes.record(work.fresh, block, records.spent_by[k])
            lanes.record(work.expected, block, records.expected_by[k])
        count_spending(program, program.dates.size, work)
        record_end(program, block, work, records)


@step
def play_node(program: Program, node: Any, block: Block, work: Workspace, records: Records) -> None:
    """Decide when a task or a milestone starts and finishes, and what comes of that."""
    start = work.rows[node.start_row]
    finish = work.rows[node.finish_row]
    if node.under_way:
        lanes.fill(node.floor, start)
        draw_work(program, node, block, work)
        meet_risks(program, node, block, start, work, records)
    ready = work.decided if node.calendar >= 0 else start
    wait_for_links(program, node, work, ready)
    wait_for_units(program, node, work, ready)
    if node.calendar >= 0:
        begin_by_calendar(program, node, work, start)
    if node.task >= 0:
        if not node.under_way:
            draw_work(program, node, block, work)
            meet_risks(program, node, block, start, work, records)
        if node.prices >= 0:
            draw_prices(program, node, block, work, records)
        if node.pushed >= 0 and block.in_detail:
            lanes.record(start, block, records.task_decided[node.pushed])
    else:
        lanes.fill(0.0, work.duration)
    if node.calendar >= 0:
        end_by_calendar(program, node, work, start, finish)
    else:
        push_by_links(program, node, work, start)
        lanes.add(start, work.duration, finish)
    if node.mark_row >= 0:
        date_apart(program, node, block, finish, work, records)
    if node.dated_row >= 0:
        date_by_calendar(program, node, block, finish, work, records)
    if node.task >= 0:
        take_effect(program, node, block, finish, work, records)
        if node.rest_row >= 0:
            lanes.put(start, work.rows[node.rest_row])
            if block.in_detail:
                lanes.record(start, block, records.task_rest[node.rests])
        if node.under_way:
            lanes.fill(node.began, start)
        if block.in_detail:
            lanes.record(start, block, records.task_start[node.task])
            lanes.record(finish, block, records.task_finish[node.task])


@step
def wait_for_links(program: Program, node: Any, work: Workspace, start: Row) -> None:
    """Set the decision time: the latest of the node's floor and what its FS and SS links wait for."""
    lanes.fill(node.floor, start)
    for k in range(node.first_link, node.end_link):
        link = program.links[k]
        if not link.holds_finish:
            if node.calendar >= 0:
                asked, lag = ask_for_moment(program, link, work)
            else:
                asked, lag = ask(link, work)
            lanes.wait(asked, lag, start)


@step
def wait_for_units(program: Program, node: Any, work: Workspace, start: Row) -> None:
    """Raise the decision time to when as many units are free as the node needs, unless it has them."""
    if not node.holds:
        for k in range(node.first_claim, node.end_claim):
            claim = program.claims[k]
            lanes.raise_to(work.units[claim.first + claim.units - 1], start)
    if node.gated and node.first_claim < node.end_claim:
        lanes.put(start, work.decided)


@step
def give_units_back(program: Program, node: Any, finish: Row, work: Workspace) -> None:
    """Let units be free again at the node's finish; where it does not run, from when that was known."""
    released = finish
    if node.gated and node.first_claim < node.end_claim:
        lanes.choose(work.ran, finish, work.decided)
        released = work.decided
    for k in range(node.first_claim, node.end_claim):
        claim = program.claims[k]
        for unit in range(claim.first, claim.end - claim.units):
            lanes.move_up(work.units[unit + claim.units], released, work.units[unit])
        for unit in range(claim.end - claim.units, claim.end):
            lanes.raise_to(released, work.units[unit])


@step
def push_by_links(program: Program, node: Any, work: Workspace, start: Row) -> None:
    """Push the start so far that the finish satisfies the node's FF and SF links, and its own date."""
    if node.finish_floor > -np.inf:
        lanes.push_to(node.finish_floor, work.duration, start)
    for k in range(node.first_link, node.end_link):
        link = program.links[k]
        if link.holds_finish:
            asked, lag = ask(link, work)
            lanes.push(asked, lag, work.duration, start)


@step
def ask(link: Any, work: Workspace) -> tuple[Row, float]:
    """Return what a link reads, and what is added to that: in place of a share both at once."""
    if link.share == 0.0:
        return work.rows[link.row], link.lag
    lanes.add_share(work.rows[link.begin_row], work.rows[link.end_row], link.share, work.rows[link.row], work.fresh)
    return work.fresh, link.lag


@step
def date_apart(program: Program, node: Any, block: Block, finish: Row, work: Workspace, records: Records) -> None:
    """Set by how much a node is dated later than it is: where it takes no time and waited for what begins."""
    mark = work.rows[node.mark_row]
    lanes.fill(node.opening, mark)
    for k in range(node.first_link, node.end_link):
        link = program.links[k]
        asked, lag = ask(link, work)
        if link.share != 0.0:
            lanes.only_without_lag(work.rows[link.row], lag, asked)
        if link.mark_row >= 0:
            lanes.date_as(asked, work.rows[link.mark_row], lag, mark)
        if link.lasts_row >= 0:
            lanes.date_as_begun(asked, lag, work.rows[link.row], work.rows[link.lasts_row], mark)
    lanes.mark(work.duration, finish, mark)
    if node.milestone >= 0:
        if program.followed[node.milestone] or block.in_detail:
            lanes.record_where(mark, block, records.begins[node.begins])
    elif block.in_detail:
        lanes.record_where(mark, block, records.task_begins[node.begins])


@step
def draw_work(program: Program, node: Any, block: Block, work: Workspace) -> None:
    """Draw the task's duration without risks: that of all its rounds where it has several."""
    if node.rounds_done:
        draw(block.seed, node.entity, _DURATION, node.rounds_done, block.group, work.words)
    else:
        draw_words(program, node, _DURATION, block, work)
    draw_duration(program, node, node.quantity, work, work.duration)
    if node.repeats:
        lanes.fill(0.0, work.passed)
        lanes.fill(1.0 + node.rounds_done, work.rounds)
        lanes.fill(node.pass_probability, work.probability)
        for turn in range(node.rounds_done, node.rounds_done + node.most_rounds):
            if turn > node.rounds_done:
                draw(block.seed, node.entity, _DURATION, turn, block.group, work.words)
                draw_duration(program, node, node.again, work, work.fresh)
                lanes.add_unless(work.passed, work.fresh, work.duration)
                lanes.add_unless(work.passed, work.always, work.rounds)
            draw(block.seed, node.entity, _PASS, turn, block.group, work.words)
            lanes.uniforms(work.words, work.fresh)
            lanes.below(work.fresh, work.probability, work.occurs)
            lanes.raise_to(work.occurs, work.passed)


@step
def draw_duration(program: Program, node: Any, quantity: int, work: Workspace, duration: Row) -> None:
    """Look up the duration of a round for the words drawn, and reshape it where a variant says so."""
    quantiles(work.words, quantity, program.tables, work.cell, duration)
    if node.scale != 1.0 or node.shift != 0.0:
        lanes.reshape(node.scale, node.shift, duration)


@step
def draw_prices(program: Program, node: Any, block: Block, work: Workspace, records: Records) -> None:
    """Draw what the task costs, for each round and by the day."""
    cost, daily = work.rows[node.cost_row], work.rows[node.daily_row]
    draw_price(program, node, _COST, node.cost_quantity, node.cost, block, work, cost)
    draw_price(program, node, _DAILY, node.daily_quantity, node.daily, block, work, daily)
    if block.in_detail:
        lanes.record(cost, block, records.task_cost[node.prices])
        lanes.record(daily, block, records.task_daily[node.prices])


@step
def draw_price(
    program: Program, node: Any, purpose: np.int64, quantity: int, known: float, block: Block, work: Workspace, row: Row
) -> None:
    """Draw one of them, or write what is known of it."""
    if quantity >= 0:
        draw(block.seed, node.entity, purpose, ONCE, block.group, work.words)
        quantiles(work.words, quantity, program.tables, work.cell, row)
    else:
        lanes.fill(known, row)


@step
def take_effect(program: Program, node: Any, block: Block, finish: Row, work: Workspace, records: Records) -> None:
    """Let happen what the finished task brings about: it stops the project, gives units back, retires risks."""
    if node.stops:
        for k in range(node.first_judgement, node.end_judgement):
            judgement = program.judgements[k]
            if judgement.stopper >= 0:
                surfaces = work.surfaces[judgement.stopper]
                lanes.note_first(work.rows[judgement.flag_row], finish, surfaces)
                lanes.lower_to(surfaces, work.stop)
    ran = work.ran if node.gated else work.always
    give_units_back(program, node, finish, work)
    if node.effect >= 0:
        effect, payments = work.rows[node.effect_row], work.rows[node.payments_row]
        lanes.put(ran, effect)
        lanes.put(ran, payments)
        if node.repeats:
            lanes.multiply(work.passed, effect)
            lanes.multiply(work.rounds, payments)
        if block.in_detail:
            lanes.record(effect, block, records.task_effect[node.effect])
            lanes.record(payments, block, records.task_payments[node.effect])


@step
def record_end(program: Program, block: Block, work: Workspace, records: Records) -> None:
    """Record what comes of the end: milestones, money and stops, and of some milestones only in detail."""
    lanes.record(work.fresh, block, records.cost)
    lanes.record(work.expected, block, records.expected_cost)
    lanes.record(work.stop, block, records.stop)
    for k in range(program.stoppers):
        lanes.record_stopped(work.surfaces[k], work.stop, block, records.stopped_by[k])
    whole = 0
    for k in range(program.milestones.size):
        reached = work.rows[program.nodes[program.milestones[k]].finish_row]
        if program.stoppers and block.in_detail:
            lanes.record(reached, block, records.milestone_finish[k])
        if program.followed[k]:
            if program.stoppers:
                lanes.void_after_stop(work.stop, reached)
            lanes.record(reached, block, records.moments[whole])
            whole += 1
        elif block.in_detail:
            if program.stoppers:
                lanes.void_after_stop(work.stop, reached)
            lanes.record(reached, block, records.other_moments[k - whole])
