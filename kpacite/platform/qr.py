"""A square to photograph with a telephone: a link that nobody has to type."""

import io

import segno


def svg(text: str) -> str:
    """The square as a drawing, dark on white whatever the theme of the page."""
    drawing = io.BytesIO()
    segno.make(text, micro=False).save(drawing, kind="svg", scale=6, border=3, xmldecl=False, light="#fff")
    return drawing.getvalue().decode()


def data_uri(text: str) -> str:
    """The same, for the `src` of an image."""
    return str(segno.make(text, micro=False).svg_data_uri(scale=6, border=3, light="#fff"))
