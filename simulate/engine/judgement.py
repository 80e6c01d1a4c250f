"""Judgement: which risks occur at a task when it is decided, and what they do to it."""

from typing import Any

import numpy as np

from milepost.simulate.engine import lanes
from milepost.simulate.engine.block import Block
from milepost.simulate.engine.cache import step
from milepost.simulate.engine.drawing import ONCE, draw_words
from milepost.simulate.engine.lookup import quantiles
from milepost.simulate.engine.philox import Purpose, draw
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.records import Records
from milepost.simulate.engine.workspace import Row, Workspace

_LATENT = np.int64(Purpose.LATENT)
_DELAY = np.int64(Purpose.DELAY)
_STRETCH = np.int64(Purpose.STRETCH)
_COST = np.int64(Purpose.COST)


@step
def meet_risks(program: Program, node: Any, block: Block, decided: Row, work: Workspace, records: Records) -> None:
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
            if judgement.exposure >= 0:
                if block.in_detail:
                    lanes.record_where(work.occurs, block, records.struck[judgement.exposure])
                apply_impacts(judgement, risk, block.in_detail, decided, work)
                if risk.expects:
                    ran = work.ran if node.gated else work.always
                    due, charged = work.rows[risk.due_row], work.rows[risk.expected_row]
                    lanes.expect(ran, work.probability, work.impact, risk.mean_cost, decided, due, charged)
            if judgement.flag_row >= 0:
                lanes.put(work.occurs, work.rows[judgement.flag_row])
            if judgement.closes and block.in_detail:
                record_risk(risk, judgement.risk, block, work, records)
        lanes.harm(work.stretch, work.delay, work.duration)
    if node.gated:
        lanes.multiply(work.ran, work.duration)


@step
def open_risk(program: Program, risk: Any, index: int, block: Block, work: Workspace, records: Records) -> None:
    """Draw a risk's latent state and its impacts, the same for every task that meets it."""
    latent = work.rows[risk.latent_row]
    draw_words(program, risk, _LATENT, block, work)
    lanes.uniforms(work.words, latent)
    if block.in_detail:
        lanes.record(latent, block, records.risk_latent[index])
    lanes.fill(np.inf, work.rows[risk.first_row])
    if risk.delay >= 0:
        draw(block.seed, risk.entity, _DELAY, ONCE, block.group, work.words)
        quantiles(work.words, risk.delay, program.tables, work.cell, work.rows[risk.delay_row])
    if risk.stretch >= 0:
        draw(block.seed, risk.entity, _STRETCH, ONCE, block.group, work.words)
        quantiles(work.words, risk.stretch, program.tables, work.cell, work.rows[risk.stretch_row])
    if risk.cost >= 0:
        draw(block.seed, risk.entity, _COST, ONCE, block.group, work.words)
        quantiles(work.words, risk.cost, program.tables, work.cell, work.rows[risk.cost_row])
        lanes.fill(0.0, work.rows[risk.charge_row])
    if risk.expects:
        lanes.fill(np.inf, work.rows[risk.due_row])
        lanes.fill(0.0, work.rows[risk.expected_row])


@step
def judge(program: Program, judgement: Any, risk: Any, decided: Row, work: Workspace) -> None:
    """Mark the lanes in which a risk occurs at a task, after what other tasks have retired of it by then."""
    lanes.fill(judgement.probability, work.probability)
    lanes.fill(judgement.impact, work.impact)
    for k in range(judgement.first_retirement, judgement.end_retirement):
        retirement = program.retirements[k]
        retire(retirement, retirement.keep_probability, decided, work, work.probability)
        retire(retirement, retirement.keep_impact, decided, work, work.impact)
    lanes.below(work.rows[risk.latent_row], work.probability, work.occurs)


@step
def retire(retirement: Any, keep: float, decided: Row, work: Workspace, left: Row) -> None:
    """Take away what a task retires where it had its effect by the time of decision."""
    if keep < 1.0:
        finish = work.rows[retirement.finish_row]
        if retirement.effect_row >= 0:
            lanes.retire_if(work.rows[retirement.effect_row], finish, decided, keep, left)
        else:
            lanes.retire(finish, decided, keep, left)


@step
def apply_impacts(judgement: Any, risk: Any, in_detail: bool, decided: Row, work: Workspace) -> None:
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
def record_risk(risk: Any, index: int, block: Block, work: Workspace, records: Records) -> None:
    """Record when a risk first occurs and what it is charged with, once no other task can meet it."""
    lanes.record(work.rows[risk.first_row], block, records.risk_time[index])
    if risk.cost >= 0:
        lanes.record(work.rows[risk.charge_row], block, records.risk_charge[index])
        due, charged = work.rows[risk.first_row], work.rows[risk.charge_row]
        if risk.expects:
            due, charged = work.rows[risk.due_row], work.rows[risk.expected_row]
        lanes.record(due, block, records.risk_due[index])
        lanes.record(charged, block, records.risk_expected[index])
