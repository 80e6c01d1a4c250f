"""The page is served with what parts of a report need."""

import pytest

from milepost.simulate.report.page.page import section_css
from milepost.simulate.web.static_files import static_files


def test_the_style_of_parts_of_a_report_is_served() -> None:
    found = static_files()["sections.css"]
    assert found.kind.startswith("text/css")
    assert found.content().decode() == section_css()


@pytest.mark.parametrize("name", ["dates", "curves", "tables"])
def test_the_modules_that_read_charts_are_served(name: str) -> None:
    found = static_files()[f"charts/{name}.js"]
    assert found.kind.startswith("text/javascript")
    assert b"export function" in found.content()
