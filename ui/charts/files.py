"""A picture as a file: PNG or SVG, made on this machine without any network.

The converter (vl-convert) brings its own Vega and its own JavaScript engine. It may load nothing: pictures carry
their data, and the list of addresses it may ask is empty. A file is always dark on white, for a document, and
carries the sentence of the picture above it.
"""

from __future__ import annotations

from typing import Any, Literal

import altair as alt

from ui.charts import look

Kind = Literal["png", "svg"]
MIME: dict[Kind, str] = {"png": "image/png", "svg": "image/svg+xml"}
FILE_WIDTH = 720
_SCALE = 2.0
"""Pixels of a PNG for one of the picture: sharp in print at a column's width."""
_WORDS_ROOM = 56.0
"""Em of the sentence's lines at 12 pixels' type, within the picture."""
_CONFIG: dict[str, Any] = {
    "background": "white",
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "gridColor": "#e5e5e5"},
    "axisX": {"labelOverlap": True, "labelSeparation": 8},
    "legend": {"labelFontSize": 12},
    "title": {"fontSize": 12, "fontWeight": "normal", "anchor": "start", "frame": "bounds", "offset": 12},
}


def picture_file(chart: alt.TopLevelMixin, words: str, kind: Kind) -> bytes:
    """The picture with its sentence, as the bytes of a file."""
    import vl_convert  # 80 MB of engine: only when somebody asks for a file

    said = look.broken(words, room=_WORDS_ROOM).split("\n")
    spec: dict[str, Any] = chart.to_dict()
    spec["height"] = spec.get("height", 300) + 16 * len(said) + 12
    spec |= {
        "width": FILE_WIDTH,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 12,
        "title": {"text": said},
        "config": _CONFIG,
    }
    if kind == "svg":
        return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]).encode()
    png: bytes = vl_convert.vegalite_to_png(spec, scale=_SCALE, allowed_base_urls=[])
    return png
