"""Random words against the published vectors, and their layout in lanes."""

import numpy as np
import pytest

from milepost.simulate.engine.philox import GROUP, entity, philox
from tests.oracle import words_of


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        # the three rows for philox4x32-10 in kat_vectors of Random123, by the authors of the method
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_words_are_those_that_the_authors_publish(
    counter: tuple[int, int, int, int], key: tuple[int, int], words: tuple[object, ...]
) -> None:
    a, b, c, d = (np.uint64(part) for part in counter)
    assert philox(a, b, c, d, np.uint64(key[0]), np.uint64(key[1])) == words


def test_lane_k_of_group_g_takes_word_k_div_64_of_counter_64_g_plus_k_mod_64() -> None:
    seed, name, purpose, turn, group = 0x0123456789ABCDEF, 0xFEDCBA9876543210, 3, 2, 5
    words = words_of(seed, name, purpose, turn, group)
    for lane in (0, 63, 64, 200, GROUP - 1):
        counter, stream = np.uint64(64 * group + lane % 64), np.uint64(purpose << 16 | turn)
        low, high = np.uint64(0x76543210), np.uint64(0xFEDCBA98)
        four = philox(counter, stream, low, high, np.uint64(0x89ABCDEF), np.uint64(0x01234567))
        assert words[lane] == four[lane // 64]


def test_an_entity_is_named_by_its_kind_and_its_id() -> None:
    names = {entity(kind, id) for kind in ("node", "risk") for id in ("design", "build", "no", "010")}
    assert len(names) == 8
    assert all(0 <= name < 2**64 for name in names)
