"""Draws a figure and what it uses into a texture of its own.

Vertices go to the graphics card once. From then on a frame is a handful of uniforms: the graphics
card moves the skin.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from kivy.graphics import (
    Callback,
    ClearBuffers,
    ClearColor,
    Fbo,
    InstructionGroup,
    Rectangle,
    RenderContext,
)
from kivy.graphics import Mesh as Triangles
from kivy.graphics.opengl import (
    GL_BACK,
    GL_CULL_FACE,
    GL_DEPTH_TEST,
    GL_FRONT,
    glCullFace,
    glDisable,
    glEnable,
)

from mirrorapp.figure import props
from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.scenery import Band, Matrices, PropShape, Shown, View
from mirrorapp.figure.viewpoint import floor_matrix, look, shown_m
from mirrorapp.ui import figure_shaders
from mirrorapp.ui.figure_buffers import mesh_triangles, solid_triangles

OVERSAMPLING = 2  # in both directions: there is no multisampling in a texture
COARSE_PX_M = 230  # pixels of the glass a metre, up to which fewer triangles look the same

Rows = list[list[float]]


class FigureError(Exception):
    """The figure can't be drawn on this graphics card."""


class Painter:
    """Holds a mesh on the graphics card and draws it into `fbo`, premultiplied with its alpha.

    Whoever makes it adds `fbo` to a canvas, or calls `fbo.draw`. Raises `FigureError`.
    """

    def __init__(self, mesh: Mesh, size_px: tuple[float, float]) -> None:
        self._mesh = mesh
        self._figure, self._things = _program(), _program()
        self.fbo = Fbo(size=_oversampled(size_px), with_depthbuffer=True)
        self._solids, self._body = InstructionGroup(), InstructionGroup()
        self._bodies: dict[bool, list[Triangles]] = {}
        self._coarse: bool | None = None
        self._brought: list[str] = []
        self._aimed: tuple[View, bool, tuple[int, int]] | None = None
        self._mirrored = False
        self._floor = np.zeros((3, 4), np.float32)
        # A closed body hides its own inside: whatever faces away is not drawn.
        for instruction in (Callback(self._cull), self._body,
                            Callback(lambda _: glDisable(GL_CULL_FACE))):
            self._figure.add(instruction)
        # The floor hides nothing, wherever the feet are: depth counts only from there on.
        for instruction in (solid_triangles(props.floor(), (0, 0)),
                            Callback(lambda _: glEnable(GL_DEPTH_TEST)), self._solids):
            self._things.add(instruction)
        for instruction in (ClearColor(0, 0, 0, 0), ClearBuffers(clear_depth=True), self._things,
                            self._figure, Callback(lambda _: glDisable(GL_DEPTH_TEST))):
            self.fbo.add(instruction)

    def resize(self, size_px: tuple[float, float]) -> None:
        """Draw at another size, from the next `show` on."""
        if tuple(self.fbo.size) != _oversampled(size_px):
            self.fbo.size = _oversampled(size_px)

    def show(self, shown: Shown, view: View, *, mirrored: bool, floored: bool = True) -> None:
        """Say what the next drawing is to show; nothing is uploaded but a few numbers."""
        self._aim(view, mirrored=mirrored)
        self._bring(shown.props)
        self._figure["bones"] = _rows(shown.matrices)
        self._figure["lit"] = self._lit(shown)
        self._things["bones"] = _rows(np.stack(self._placed(shown, floored=floored)))

    def _aim(self, view: View, *, mirrored: bool) -> None:
        aim = view, mirrored, tuple(self.fbo.size)
        if aim == self._aimed:
            return
        self._aimed = aim
        self._mirrored = mirrored
        self._floor = np.asarray(floor_matrix(view), np.float32)
        width, height = self.fbo.size
        self._form(coarse=height / OVERSAMPLING <= COARSE_PX_M * shown_m(view, width / height))
        point = look(view, width / height, mirrored=mirrored)
        for program in (self._figure, self._things):
            program["eye"], program["lens"] = point.eye.tolist(), point.lens.tolist()

    def _form(self, *, coarse: bool) -> None:
        """Have as many triangles as can be told apart; they are uploaded when first needed."""
        if coarse == self._coarse:
            return
        self._coarse = coarse
        if coarse not in self._bodies:
            self._bodies[coarse] = mesh_triangles(self._mesh, coarse=coarse)
        self._body.clear()
        for part in self._bodies[coarse]:
            self._body.add(part)

    def _cull(self, _: Callback) -> None:
        """Leave out what faces away; a mirror turns triangles round."""
        glEnable(GL_CULL_FACE)
        glCullFace(GL_FRONT if self._mirrored else GL_BACK)

    def _bring(self, things: Sequence[PropShape | Band]) -> None:
        """Build what is in use where that has changed; bone 0 is the floor's."""
        names: list[str] = [thing.kind if isinstance(thing, PropShape) else thing.place
                            for thing in things]
        if names == self._brought:
            return
        self._brought = names
        self._solids.clear()
        bone = 1
        for thing in things:
            if isinstance(thing, PropShape):
                shape, bones = props.solid(thing.kind), (bone, bone)
            else:
                shape, bones = props.band(self._mesh, thing.place), (bone, bone + 1)
            self._solids.add(solid_triangles(shape, bones))
            bone = bones[1] + 1

    def _placed(self, shown: Shown, *, floored: bool) -> list[Matrices]:
        """Return the matrices (3, 4) of the floor and of all things, two where it is a band."""
        placed = [self._floor if floored else np.zeros_like(self._floor)]
        for thing in shown.props:
            if isinstance(thing, PropShape):
                placed.append(thing.matrix)
            else:
                placed += [shown.matrices[self._mesh.skeleton.index(bone)]
                           for bone in props.band_bones(thing.place)]
        return placed

    def _lit(self, shown: Shown) -> Rows:
        strengths = np.zeros(figure_shaders.MUSCLES)
        for number, name in enumerate(self._mesh.muscle_names):
            strengths[number] = min(max(shown.lit.get(name, 0.0), 0.0), 1.0)
        return _rows(strengths)


class Pane:
    """Shows a painter's texture on a canvas: `glass` is to be added to it. Raises `FigureError`."""

    def __init__(self, painter: Painter) -> None:
        self.glass = _linked(RenderContext(
            fs=figure_shaders.SHOW_FRAGMENT, use_parent_projection=True,
            use_parent_modelview=True, use_parent_frag_modelview=True))
        self._painter = painter
        with self.glass:
            self._rectangle = Rectangle(size=(0, 0))

    def place(self, pos: tuple[float, float], size: tuple[float, float],
              opacity: float = 1.0) -> None:
        """Put it where whole pixels are, so that each shows the mean of its own samples."""
        self.glass["opacity"] = opacity
        self._rectangle.texture = self._painter.fbo.texture
        self._rectangle.pos = [round(side) for side in pos]
        self._rectangle.size = [round(side) for side in size]


def _program() -> RenderContext:
    return _linked(RenderContext(vs=figure_shaders.SKIN_VERTEX, fs=figure_shaders.SKIN_FRAGMENT))


def _linked(program: RenderContext) -> RenderContext:
    if not program.shader.success:
        raise FigureError("The graphics card refuses the figure's program")
    return program


def _rows(numbers: npt.NDArray[np.generic]) -> Rows:
    """Return numbers as the rows of four that a uniform of vec4 takes."""
    rows: Rows = numbers.reshape(-1, 4).tolist()
    return rows


def _oversampled(size_px: tuple[float, float]) -> tuple[int, int]:
    width, height = (max(1, round(side)) * OVERSAMPLING for side in size_px)
    return width, height
