import io
from datetime import date
from xml.etree import ElementTree

import numpy as np
from matplotlib.figure import Figure
from matplotlib.image import imread

from milepost.simulate.report.media.canvas import drawing, png, write_title
from milepost.simulate.report.media.pictures import Look, basis_words, written

SCRIPT = "--><script>alert(1)</script>"


def picture() -> dict[str, bytes]:
    with drawing():
        figure = Figure(figsize=(4, 2))
        figure.subplots().plot([0, 1], [1, 0])
        write_title(figure, SCRIPT)
        return {"plan.png": png(figure)}


def test_a_footer_stands_below_a_picture_and_leaves_it_as_it_was() -> None:
    bare = imread(io.BytesIO(picture()["plan.png"]))
    footed = imread(io.BytesIO(written(picture, look=Look(), footer="1,000 cases")["plan.png"]))
    assert footed.shape == (bare.shape[0] + 22, *bare.shape[1:])
    assert np.array_equal(footed[: len(bare)], bare)
    assert len(np.unique(footed[len(bare) :])) > 2


def test_an_svg_is_the_same_each_time_and_runs_nothing() -> None:
    first, second = (written(picture, look=Look(svg=True), footer=SCRIPT) for _ in range(2))
    assert first == second
    assert sorted(first) == ["plan.png", "plan.svg"]
    assert first["plan.png"] == written(picture, look=Look(), footer=SCRIPT)["plan.png"]
    tree = ElementTree.fromstring(first["plan.svg"])
    assert not [one for one in tree.iter() if "script" in str(one.tag)]


def test_a_plan_with_a_status_says_of_which_day_its_figures_are() -> None:
    said = basis_words(iterations=1, seed=7, confidence=0.975, as_of=date(2026, 3, 2))
    assert said == "As of 2 Mar 26, 1 case, seed 7, confidence 97.5%"
    assert basis_words(iterations=2, seed=0, confidence=0.8).startswith("2 cases")
