"""How Sphinx makes a site of docs/ and of what docstrings say; `make site` calls it."""

import posixpath
import re
from pathlib import Path
from typing import Final

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from milepost.simulate import __version__

project = "Milepost"
author = "The Milepost authors"
project_copyright = author
release = __version__

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc"]
default_role = "code"
myst_fence_as_directive = ["math"]  # forges show a fence of that name as a formula too
myst_heading_anchors = 4
autodoc_member_order = "groupwise"
autodoc_typehints_format = "short"
numpydoc_show_class_members = False

html_theme = "furo"
html_title = project
html_static_path = ["site"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_math_renderer = "mathml"

_OUTSIDE: Final = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md"}
"""Where the site has what the forge has beside docs/."""
_LINK: Final = re.compile(r"\[([^]]*)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")


def setup(app: Sphinx) -> None:
    """Have formulas written as MathML, and links between files of the tree lead to pages of the site."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("source-read", _on_source)
    app.connect("include-read", _on_include)


def _inline(writer: HTML5Translator, node: nodes.math) -> None:
    writer.body.append(convert(node.astext()))
    raise nodes.SkipNode


def _block(writer: HTML5Translator, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="math">{convert(node.astext(), display="block")}</div>\n')
    raise nodes.SkipNode


def _on_source(_app: Sphinx, page: str, content: list[str]) -> None:
    content[0] = _led_to_pages(content[0], posixpath.dirname(f"docs/{page}"), posixpath.dirname(page))


def _on_include(_app: Sphinx, file: Path, _page: str, content: list[str]) -> None:
    content[0] = _led_to_pages(content[0], posixpath.normpath(f"docs/{file.parent.as_posix()}"), "")


def _led_to_pages(text: str, folder: str, site_folder: str) -> str:
    """Return the text of a folder's file, its links led to pages; of one to no page only the words are left."""

    def led(link: re.Match[str]) -> str:
        words, target, heading = link.groups(default="")
        path = posixpath.normpath(posixpath.join(folder, target))
        page = path.removeprefix("docs/") if path.startswith("docs/") else _OUTSIDE.get(path)
        return f"[{words}]({posixpath.relpath(page, site_folder or '.')}{heading})" if page else words

    return _LINK.sub(led, text)
