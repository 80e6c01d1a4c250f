"""Three things that the processor can do and numba cannot say."""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

_intrinsic: Callable[[Any], Any] = intrinsic  # its own type forgets that the context is not passed by the caller
_DOUBLE = ir.DoubleType()
_INT64 = ir.IntType(64)
_INT32 = ir.IntType(32)


@_intrinsic
def bits_of(typing_context: Any, number: Any) -> Any:
    """Read the bits of a float64 as uint64."""
    return types.uint64(types.float64), lambda _, builder, __, args: builder.bitcast(args[0], _INT64)


@_intrinsic
def float_of(typing_context: Any, bits: Any) -> Any:
    """Read 64 bits as a float64."""
    return types.float64(types.uint64), lambda _, builder, __, args: builder.bitcast(args[0], _DOUBLE)


@_intrinsic
def four_cubics(typing_context: Any, cubic: Any, cell: Any, out: Any, k: Any, location: Any, scale: Any) -> Any:
    """
    Evaluate four lanes' cubics at the places that `out` holds, from lane k on, and put the quantiles there.

    Written lane by lane it takes twice the time, for the compiler does not find the vectors: each lane's four
    coefficients are read in two halves and turned round in registers. No operation is merged with another, so the
    result is the same to the last bit.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        coefficients, cells, outs = (
            context.make_array(signature.args[i])(context, builder, args[i]).data for i in range(3)
        )
        rows = []
        for lane in range(4):
            at = builder.gep(cells, [builder.add(args[3], _INT64(lane))])
            rows.append(builder.gep(coefficients, [builder.load(at)]))
        columns = []
        for half in (0, 2):
            a, b, c, d = (_load(builder, builder.gep(row, [_INT64(half)]), 2) for row in rows)
            even, odd = _shuffle(builder, a, c, [0, 1, 2, 3]), _shuffle(builder, b, d, [0, 1, 2, 3])
            columns += [_shuffle(builder, even, odd, [0, 4, 2, 6]), _shuffle(builder, even, odd, [1, 5, 3, 7])]
        place = builder.gep(outs, [args[3]])
        t = _load(builder, place, 4)
        unit = columns[3]
        for column in columns[2::-1]:
            unit = builder.fadd(column, builder.fmul(t, unit))
        quantile = builder.fadd(_fill(builder, args[4]), builder.fmul(_fill(builder, args[5]), unit))
        builder.store(quantile, builder.bitcast(place, quantile.type.as_pointer())).align = 8
        return context.get_dummy_value()

    return types.void(cubic, cell, out, types.int64, types.float64, types.float64), generate


def _load(builder: Any, pointer: Any, lanes: int) -> Any:
    """Load neighbours as one vector, aligned as single numbers are."""
    vector = builder.load(builder.bitcast(pointer, ir.VectorType(_DOUBLE, lanes).as_pointer()))
    vector.align = 8
    return vector


def _shuffle(builder: Any, first: Any, second: Any, picks: list[int]) -> Any:
    """Pick lanes from two vectors laid end to end."""
    return builder.shuffle_vector(first, second, ir.Constant(ir.VectorType(_INT32, len(picks)), picks))


def _fill(builder: Any, number: Any) -> Any:
    """Put one number into all four lanes."""
    empty = ir.Constant(ir.VectorType(_DOUBLE, 4), ir.Undefined)
    return _shuffle(builder, builder.insert_element(empty, number, _INT32(0)), empty, [0, 0, 0, 0])
