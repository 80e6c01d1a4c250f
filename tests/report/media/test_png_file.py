"""PNG files, read again by another program than that which wrote them."""

import io

import numpy as np
import pytest
from PIL import Image

from milepost.simulate.report.media.png_file import png_file


@pytest.mark.parametrize("shape", [(1, 1), (7, 300), (300, 7)])
def test_a_png_file_has_the_pixels_and_the_size_that_it_was_given(shape: tuple[int, int]) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)
    with Image.open(io.BytesIO(png_file(pixels, dpi=110.0))) as image:
        image.load()
        assert image.mode == "RGB"
        assert image.info["dpi"] == pytest.approx((110.0, 110.0), abs=0.02)
        np.testing.assert_array_equal(np.asarray(image), pixels)
