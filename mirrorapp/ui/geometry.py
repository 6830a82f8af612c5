"""Small plane geometry for drawing, in window pixels (y up)."""

import math

Point = tuple[float, float]


def on_circle(centre: Point, radius: float, degrees: float) -> Point:
    """The point `degrees` clockwise from the top."""
    angle = math.radians(degrees)
    return centre[0] + radius * math.sin(angle), centre[1] + radius * math.cos(angle)


def diamond(radius: float) -> tuple[float, ...]:
    """The corners of a square on its tip around (0, 0), flat: x, y, x, y …"""
    return (0.0, -radius, radius, 0.0, 0.0, radius, -radius, 0.0)


def flat(*points: Point) -> list[float]:
    """Points as Kivy's lines take them: x, y, x, y …"""
    return [number for point in points for number in point]
