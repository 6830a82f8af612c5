"""Render a dressed figure in a room, offscreen (author's tool; needs the extra ``author``).

Drawn by OpenGL through EGL, so neither a screen nor a graphics card is needed. The picture is
rendered at twice its size and averaged down, which smooths the edges of the cut layers too.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from mirrorapp.figure.outfit import Layer
from mirrorapp.figure.rotations import unit
from mirrorapp.figure.scene import Camera, Light, Surface, room
from mirrorapp.figure.shaders import (
    DEPTH_FRAGMENT,
    DEPTH_VERTEX,
    PICTURE_FRAGMENT,
    PICTURE_VERTEX,
)
from mirrorapp.figure.skeleton import Array, vertex_normals

OVERSAMPLING = 2
SHADOW_MAP_PX = 2048
GAMMA = 2.2
NOT_GROUND = -1.0  # in the place of the grain: skin and cloth get sharper shadows

# One vertex: position, normal, linear colour, keep, (gloss, grain, strands).
VERTEX_FORMAT = "3f 3f 3f 1f 3f"
VERTEX_FIELDS = ("position", "normal", "colour", "keep", "finish")
DEPTH_FORMAT = "3f 24x 1f 12x"
DEPTH_FIELDS = ("position", "keep")

Picture = npt.NDArray[np.uint8]


class Renderer:
    """An offscreen renderer for one camera, light and room; close it or use it in a ``with``."""

    def __init__(
        self,
        camera: Camera,
        light: Light | None = None,
        surfaces: Sequence[Surface] | None = None,
        oversampling: int = OVERSAMPLING,
    ) -> None:
        """Open an OpenGL context; raises moderngl's error where there is none.

        With an `oversampling` of 1 edges are jagged and a picture takes a quarter of the time.
        """
        import moderngl

        self._camera = camera
        self._light = light or Light()
        self._oversampling = oversampling
        self._room = surface_vertices(room() if surfaces is None else surfaces)
        settings: Any = {"backend": "egl"}
        self._gl: Any = moderngl.create_standalone_context(**settings)
        self._gl.enable(moderngl.DEPTH_TEST)
        self._picture: Any = self._gl.program(
            vertex_shader=PICTURE_VERTEX, fragment_shader=PICTURE_FRAGMENT
        )
        self._depth: Any = self._gl.program(
            vertex_shader=DEPTH_VERTEX, fragment_shader=DEPTH_FRAGMENT
        )
        size_px = (camera.width_px * oversampling, camera.height_px * oversampling)
        self._target = self._gl.framebuffer(
            [self._gl.renderbuffer(size_px)], self._gl.depth_renderbuffer(size_px)
        )
        self._shadow_map = self._gl.depth_texture((SHADOW_MAP_PX, SHADOW_MAP_PX))
        self._shadow_map.compare_func = ""
        self._shadow_target = self._gl.framebuffer(depth_attachment=self._shadow_map)

    def __enter__(self) -> Renderer:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the context."""
        self.close()

    def close(self) -> None:
        """Give the OpenGL context back."""
        self._gl.release()

    def render(
        self,
        vertices_m: Array,
        layers: Sequence[Layer],
        feet_m: Array,
        window_px: tuple[int, int, int, int] | None = None,
    ) -> Picture:
        """Return the picture (height_px, width_px, 3) in sRGB, 8 bits.

        `vertices_m` (V, 3) is the posed body; `feet_m` (2, 3) the middles of the two soles, under
        which the ground darkens. With a `window_px` (left, top, width, height) only that part of
        the picture is rendered and returned, which is quicker.
        """
        camera = self._camera
        left, top, width, height = window_px or (0, 0, camera.width_px, camera.height_px)
        below = camera.height_px - top - height  # OpenGL counts from below
        scale = self._oversampling
        window = (scale * left, scale * below, scale * width, scale * height)
        self._target.scissor = window
        figure = figure_vertices(vertices_m, layers)
        to_light = self._light.shadow_matrix()
        self._render_shadow(figure, to_light)
        self._set_uniforms(to_light, feet_m)
        self._draw(self._target, self._picture, np.concatenate([figure, self._room]))
        return self._read(window)

    def _render_shadow(self, figure: npt.NDArray[np.float32], to_light: Array) -> None:
        self._depth["to_light"].write(_matrix_bytes(to_light))
        self._shadow_target.use()
        self._shadow_target.clear(depth=1.0)
        self._draw(self._shadow_target, self._depth, figure, DEPTH_FORMAT, DEPTH_FIELDS)

    def _set_uniforms(self, to_light: Array, feet_m: Array) -> None:
        camera, light, program = self._camera, self._light, self._picture
        program["to_picture"].write(_matrix_bytes(camera.projection() @ camera.view()))
        program["to_light"].write(_matrix_bytes(to_light))
        program["key_direction"].value = tuple(unit(np.array(light.key_direction)))
        program["eye"].value = tuple(camera.eye_m)
        program["key"].value = light.key
        program["ambient"].value = light.ambient
        program["fill"].value = light.fill
        program["feet"].write(np.asarray(feet_m, np.float32).tobytes())
        self._shadow_map.use(0)
        program["shadow"].value = 0
        self._target.clear(1.0, 1.0, 1.0, 1.0)

    def _draw(
        self,
        target: Any,
        program: Any,
        vertices: npt.NDArray[np.float32],
        layout: str = VERTEX_FORMAT,
        fields: Sequence[str] = VERTEX_FIELDS,
    ) -> None:
        target.use()
        buffer = self._gl.buffer(vertices.tobytes())
        array = self._gl.vertex_array(program, [(buffer, layout, *fields)])
        array.render()
        array.release()
        buffer.release()

    def _read(self, window: tuple[int, int, int, int]) -> Picture:
        data = self._target.read(viewport=window, components=3, alignment=1)
        pixels = np.frombuffer(data, np.uint8).reshape(window[3], window[2], 3)
        step = self._oversampling
        if step == 1:
            return np.ascontiguousarray(pixels[::-1])
        blocks = pixels.reshape(window[3] // step, step, window[2] // step, step, 3)
        means = blocks.mean(axis=(1, 3), dtype=np.float32)
        return np.ascontiguousarray((means[::-1] + 0.5).astype(np.uint8))  # OpenGL starts below


def figure_vertices(vertices_m: Array, layers: Sequence[Layer]) -> npt.NDArray[np.float32]:
    """Return the corners (3 N, 13) of all layers; those that share triangles share normals."""
    distinct = {id(layer.faces): layer.faces for layer in layers}
    normals = {key: vertex_normals(vertices_m, faces) for key, faces in distinct.items()}
    return np.concatenate(
        [layer_vertices(vertices_m, layer, normals[id(layer.faces)]) for layer in layers]
    )


def layer_vertices(
    vertices_m: Array, layer: Layer, normals: Array | None = None
) -> npt.NDArray[np.float32]:
    """Return the corners (3 N, 13) of a layer's triangles on the posed body.

    `normals` (V, 3) of the layer's own triangles are computed where they are not given.
    """
    if normals is None:
        normals = vertex_normals(vertices_m, layer.faces)
    positions_m = vertices_m + normals * layer.offset_m[:, None]
    # Triangles that are cut away altogether need not be drawn.
    corners = layer.faces[(layer.keep_m[layer.faces] > 0).any(axis=1)].ravel()
    strands = np.zeros(len(vertices_m)) if layer.strands is None else layer.strands
    return _pack(
        positions_m[corners],
        normals[corners],
        layer.colour,
        layer.keep_m[corners],
        _finish(layer.gloss, NOT_GROUND, strands[corners]),
    )


def surface_vertices(surfaces: Sequence[Surface]) -> npt.NDArray[np.float32]:
    """Return the corners (6 N, 13) of the room's surfaces, two triangles each."""
    return np.concatenate(
        [
            _pack(
                surface.corners_m[[0, 1, 2, 0, 2, 3]],
                np.tile(surface.normal, (6, 1)),
                surface.colour,
                np.ones(6),
                _finish(0.0, surface.grain, np.zeros(6)),
            )
            for surface in surfaces
        ]
    )


def _pack(
    positions_m: Array,
    normals: Array,
    colour: tuple[float, float, float],
    keep_m: Array,
    finish: Array,
) -> npt.NDArray[np.float32]:
    count = len(positions_m)
    linear = np.array(colour) ** GAMMA
    columns = [positions_m, normals, np.tile(linear, (count, 1)), keep_m[:, None]]
    return np.concatenate([*columns, finish], axis=1).astype(np.float32)


def _finish(gloss: float, grain: float, strands: Array) -> Array:
    count = len(strands)
    return np.stack([np.full(count, gloss), np.full(count, grain), strands], axis=1)


def _matrix_bytes(matrix: Array) -> bytes:
    """Return a matrix (4, 4) as OpenGL wants it: column by column, in single precision."""
    return matrix.T.astype(np.float32).tobytes()
