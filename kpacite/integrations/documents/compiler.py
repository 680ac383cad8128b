"""Typst, kept alive: the template and the fonts are read once for each process."""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent
STANDARDS = ["a-3a", "ua-1"]
_one_at_a_time = threading.Lock()


class DocumentNotDrawn(RuntimeError):
    """Typst refused: a sign that no font has, an image without words. Nothing is sent; the log says why."""


@lru_cache(maxsize=8)
def compiler_for(template: str) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[HERE / "fonts"])
    return typst.Compiler(HERE / "typst" / template, root=HERE / "typst", font_paths=fonts)


def compile_pdf(
    data: Mapping[str, Any], *, at: datetime, xml: str = "", template: str = "piece.typ"
) -> bytes:
    """A PDF/A-3a and PDF/UA-1. `at` stands for the clock: the same data gives the same bytes.

    Raises DocumentNotDrawn.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)} | ({"xml": xml} if xml else {})
    with _one_at_a_time:
        try:
            # A PDF counts in seconds; typst refuses less.
            instant = at.replace(microsecond=0)
            return bytes(
                compiler_for(template).compile(sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=instant)
            )
        except typst.TypstError as error:
            raise DocumentNotDrawn(str(error)) from error
