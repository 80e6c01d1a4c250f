"""Kernels that are kept: a small one, over and over, with files as a full disk, a crash or a bad sector leaves them."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numba
import pytest

from milepost.models.money import Budget
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.kernel_files import KernelFiles
from tests.plans import everything

pytestmark = pytest.mark.slow


def half(number: float) -> float:
    return number / 2.0


def kernel(folder: Path) -> Any:
    """Compile or load a kernel as a process of its own would; it says which by its count of files found."""
    dispatcher: Any = numba.njit(half)
    dispatcher._cache = KernelFiles(half, folder)
    return dispatcher


def is_found(folder: Path) -> bool:
    """Call the kernel, see that it is right, and tell whether it was there."""
    dispatcher = kernel(folder)
    assert dispatcher(3.0) == 1.5
    return bool(dispatcher.stats.cache_hits)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    assert not is_found(tmp_path)
    (path,) = tmp_path.iterdir()
    return path


def test_what_has_been_compiled_is_found_by_the_next(kept: Path) -> None:
    assert is_found(kept.parent)
    assert list(kept.parent.iterdir()) == [kept]


def test_every_signature_has_a_file_of_its_own(kept: Path) -> None:
    assert kernel(kept.parent)(3) == 1.5
    assert is_found(kept.parent)
    assert len(list(kept.parent.iterdir())) == 2


def test_a_file_cut_off_anywhere_is_compiled_anew(kept: Path) -> None:
    """At each of the first bytes, where the hash is, and at each of the last; in between at some."""
    whole = kept.read_bytes()
    for length in sorted({*range(34), *range(34, len(whole), len(whole) // 12), len(whole) - 1}):
        kept.write_bytes(whole[:length])
        assert not is_found(kept.parent), length
        assert is_found(kept.parent), length


def test_a_file_with_wrong_bytes_is_compiled_anew(kept: Path) -> None:
    """A byte of it, a page of it as of a disk's bad sector, or all of it; the machine code is most of the file."""
    whole, dice = kept.read_bytes(), random.Random(1)
    for number in range(36):
        length = (1, 4096, len(whole))[number % 3]
        place = dice.randrange(max(1, len(whole) - length))
        wrong = bytearray(whole)
        wrong[place : place + length] = dice.randbytes(len(whole[place : place + length]))
        assert wrong != whole or length == 1
        kept.write_bytes(wrong)
        assert is_found(kept.parent) is (wrong == whole), place


def test_a_file_of_another_signature_or_with_anything_else_in_it_is_not_taken(kept: Path) -> None:
    import hashlib
    import pickle

    for content in (("another", ()), (1, 2, 3), None, ["key"]):
        text = pickle.dumps(content)
        kept.write_bytes(hashlib.sha256(text).digest() + text)
        assert not is_found(kept.parent), content
    whole = kept.read_bytes()
    assert kernel(kept.parent)(3) == 1.5
    (other,) = set(kept.parent.iterdir()) - {kept}
    other.write_bytes(whole)
    dispatcher = kernel(kept.parent)
    assert dispatcher(3) == 1.5
    assert not dispatcher.stats.cache_hits


def test_a_folder_in_the_place_of_a_file_is_no_hindrance(kept: Path) -> None:
    kept.unlink()
    (kept / "deep").mkdir(parents=True)
    assert not is_found(kept.parent)
    assert list(kept.parent.iterdir()) == [kept]


def test_a_folder_that_has_gone_is_no_hindrance(tmp_path: Path) -> None:
    assert not is_found(tmp_path / "gone")


def test_what_is_kept_can_be_forgotten(kept: Path) -> None:
    KernelFiles(half, kept.parent).flush()
    assert not is_found(kept.parent)


def test_plans_with_whole_amounts_are_played_by_the_kernel_that_is_kept() -> None:
    """A kernel is compiled for the types of what it is given: a minute and a half for each that is another."""
    plans = (replace(everything(), budget=budget) for budget in (Budget(), Budget(burn=5, spent=7), Budget(burn=5.0)))
    type_of: Any = numba.typeof  # untyped
    assert len({type_of(build_program(one)) for one in plans}) == 1
