"""The burn-down as a line, in SVG."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from migrate_engines.reporting.markup import element
from migrate_engines.verification.history import Measured

_WIDTH, _HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 16, 32


def burn_down(measured: Sequence[Measured]) -> Element:
    """Findings over the measurements, evenly spaced: each point tells its time and number."""
    most = max(1, *(each.standing for each in measured))
    points = [_point(at, each.standing, len(measured), most) for at, each in enumerate(measured)]
    first, last = measured[0], measured[-1]
    told = f"{first.standing} findings at {first.at}, {last.standing} at {last.at}"
    return element(
        "svg",
        {
            "class": "chart",
            "viewBox": f"0 0 {_WIDTH} {_HEIGHT}",
            "role": "img",
            "aria-label": f"Burn-down: {told}",
        },
        *_axis(most),
        element("polyline", {"class": "line", "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in points)}),
        *(_dot(point, each) for point, each in zip(points, measured, strict=True)),
        _label(first.at[:10], _LEFT, _HEIGHT - 8, "start"),
        _label(last.at[:10], _WIDTH - _RIGHT, _HEIGHT - 8, "end") if len(measured) > 1 else None,
    )


def _point(at: int, number: int, count: int, most: int) -> tuple[float, float]:
    room = _WIDTH - _LEFT - _RIGHT
    x = _LEFT + (room * at / (count - 1) if count > 1 else 0)
    return x, _y(number, most)


def _y(number: float, most: int) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - number / most)


def _axis(most: int) -> list[Element]:
    found = []
    for number in sorted({0, most // 2, most}):
        y = _y(number, most)
        line = {
            "class": "grid",
            "x1": str(_LEFT),
            "x2": str(_WIDTH - _RIGHT),
            "y1": f"{y:.1f}",
            "y2": f"{y:.1f}",
        }
        found += [element("line", line), _label(str(number), _LEFT - 8, y + 4, "end")]
    return found


def _dot(point: tuple[float, float], measured: Measured) -> Element:
    x, y = point
    told = f"{measured.at} {measured.commit}: {measured.standing} findings"
    place = {"class": "dot", "cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "3.5"}
    return element("circle", place, element("title", None, told))


def _label(text: str, x: float, y: float, anchor: str) -> Element:
    return element("text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}, text)
