"""Setups become pictures: pose, clothes, light and a camera that has the whole body in frame."""

from dataclasses import dataclass, replace
from types import TracebackType

import numpy as np

from mirrorapp.figure.outfit import Layer, Palette, dress
from mirrorapp.figure.rehearsal import soles_m
from mirrorapp.figure.render import Picture, Renderer
from mirrorapp.figure.scene import Camera, Light
from mirrorapp.figure.skeleton import Array, Body, skin
from mirrorapp.figure.squat import HELD_BEHIND, Held, Squat, SquatShape, pose_single_leg, pose_squat
from tests.accuracy.plan import LENSES, Look, Setup

WIDTH_PX, HEIGHT_PX = 720, 1280
MARGIN = 0.03  # of the picture, around the body
BLUR_PX = 0.6  # of a camera's lens; it also softens the edges, which are rendered jagged
NOISE_BANK = 4
DARK, LIGHT = (0.10, 0.11, 0.14), (0.55, 0.53, 0.50)
LAMPS = {
    "normal": Light(),
    "dim": Light(key=0.12, ambient=0.13, fill=0.04),
    "side": Light(key_direction=(-1.5, -0.15, 0.5), key=1.0, ambient=0.30, fill=0.03),
    "back": Light(key_direction=(0.3, 1.0, 0.6), key=0.9, ambient=0.30, fill=0.02),
}
DIM_NOISE = 6.0


@dataclass(frozen=True)
class Framed:
    """A setup's camera; `lens` is the one that was needed to have the whole body in frame."""

    camera: Camera
    lens: str


def framed(setup: Setup, body: Body) -> Framed:
    """The setup's camera, with a wider lens, and then tilted or further away, where it must be.

    Raises ValueError if the body is in frame from nowhere.
    """
    view = setup.view
    for more_tilt_deg, more_m in ((0, 0), (4, 0), (8, 0.2), (12, 0.4), (12, 0.8), (15, 1.2)):
        for lens in dict.fromkeys((view.lens, "webcam", "wide")):
            camera = Camera(
                width_px=WIDTH_PX, height_px=HEIGHT_PX, height_m=view.height_m,
                distance_m=min(3.0, view.distance_m + more_m), vfov_deg=LENSES[lens],
                tilt_deg=min(15.0, view.tilt_deg + more_tilt_deg), yaw_deg=-view.yaw_deg,
                lateral_m=view.lateral_m, roll_deg=view.roll_deg)
            if _holds(camera, body):
                return Framed(camera, lens)
    raise ValueError(f"{setup.name}: the body is not in frame from anywhere")


def _holds(camera: Camera, body: Body) -> bool:
    """Whether a box around the standing body and its squat is in the picture, with a margin."""
    tall = float(body.vertices_m[:, 2].max())
    box_m = np.array([[x * tall, y, z] for x in (-0.20, 0.20) for y, z in (
        (-0.22, 0.0), (0.0, tall), (0.1, 0.0))])
    places = camera.project_px(box_m) / (WIDTH_PX, HEIGHT_PX)
    return bool((places > MARGIN).all() and (places < 1 - MARGIN).all())


def posed(body: Body, shape: SquatShape, single: str | None = None,
          held: Held = HELD_BEHIND) -> Squat:
    """Pose a body; valgus that a leg this straight can't have is taken back."""
    for _ in range(40):
        try:
            if single:
                return pose_single_leg(body.skeleton, shape, single, held)
            return pose_squat(body.skeleton, shape)
        except ValueError:
            shape = replace(
                shape, sway_m=0.0, flexion_deg=shape.flexion_deg + 0.25,
                valgus_left_deg=_nearer(shape.valgus_left_deg, shape.axis_left_deg),
                valgus_right_deg=_nearer(shape.valgus_right_deg, shape.axis_right_deg))
    raise ValueError("no such pose")


class Scene:
    """Renders one setup; close it or use it in a ``with``."""

    def __init__(self, setup: Setup, body: Body, seed: int) -> None:
        self._body = body
        self.framed = framed(setup, body)
        self._layers = _clothes(setup.look, body)
        self._renderer = Renderer(self.framed.camera, LAMPS[setup.look.light], oversampling=1)
        self._window_px = _window_px(self.framed.camera, body)
        self._whole: Picture | None = None
        self._random = np.random.default_rng(seed)
        strength = setup.look.noise + (DIM_NOISE if setup.look.light == "dim" else 0.0)
        self._noise = [self._random.normal(0.0, strength, (HEIGHT_PX, WIDTH_PX, 3))
                       .astype(np.int16) for _ in range(NOISE_BANK)]

    def __enter__(self) -> "Scene":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._renderer.close()

    def pose(self, shape: SquatShape, single: str | None = None,
             held: Held = HELD_BEHIND) -> Squat:
        """Pose the body, see `posed`."""
        return posed(self._body, shape, single, held)

    def picture(self, squat: Squat) -> Picture:
        """The pose as a camera with its blur and noise takes it, (h, w, 3) RGB."""
        import cv2

        image = self._sharp(skin(self._body, squat.posed), soles_m(squat))
        image = cv2.GaussianBlur(image, (0, 0), BLUR_PX)
        noise = np.roll(self._noise[self._random.integers(NOISE_BANK)],
                        self._random.integers(0, WIDTH_PX, 2), axis=(0, 1))
        return np.asarray(cv2.add(image, noise, dtype=cv2.CV_8U))


    def _sharp(self, vertices_m: Array, feet_m: Array) -> Picture:
        """The whole picture once, and from then on only the part in which somebody moves."""
        if self._whole is None:
            self._whole = self._renderer.render(vertices_m, self._layers, feet_m)
            return self._whole
        image = self._whole.copy()
        left, top, width, height = self._window_px
        image[top:top + height, left:left + width] = self._renderer.render(
            vertices_m, self._layers, feet_m, self._window_px)
        return image


def _window_px(camera: Camera, body: Body) -> tuple[int, int, int, int]:
    """Left, top, width and height of what the body and its shadow can move in."""
    tall = float(body.vertices_m[:, 2].max())
    box_m = np.array([[x * tall, y, z * tall] for x in (-0.24, 0.24) for y in (-0.45, 0.5)
                      for z in (0.0, 1.01)])
    places = camera.project_px(box_m)
    left, top = np.clip(np.floor(places.min(axis=0)), 0, None).astype(int)
    right, low = np.minimum(np.ceil(places.max(axis=0)), (WIDTH_PX, HEIGHT_PX)).astype(int)
    return int(left), int(top), int(right - left), int(low - top)


def _nearer(valgus_deg: float, axis_deg: float) -> float:
    return axis_deg + 0.9 * (valgus_deg - axis_deg)


def _clothes(look: Look, body: Body) -> tuple[Layer, ...]:
    palette = Palette(skin=look.skin, lips=_darker(look.skin), top=look.top, shoes=look.shoes,
                      leggings=LIGHT if look.legs == "light leggings" else DARK)
    return tuple(dress(body, palette, shorts=look.legs == "shorts"))


def _darker(colour: Array | tuple[float, float, float]) -> tuple[float, float, float]:
    red, green, blue = colour
    return 0.9 * red, 0.8 * green, 0.8 * blue
