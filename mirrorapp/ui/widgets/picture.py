"""The camera's picture on the glass: mirrored, and fading into black on all sides."""

import numpy as np
from kivy.graphics import Callback, Rectangle, RenderContext
from kivy.graphics.opengl import GL_BLEND, glDisable, glEnable
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

from mirrorapp.camera.base import Frame
from mirrorapp.ui.projection import Projection

# How far the picture takes to come out of the black, in parts of its box: sides, below, above,
# where in a bright room the side's name must still be read.
FADE = (0.16, 0.10, 0.20)
# A little darker than the room, so that the marks are the brightest thing in it.
LIGHT = 0.80
# Behind a large number, and behind sentences: on a white wall, too, quiet words keep 7:1.
DIM, FAINT = 0.30, 0.085

# Of each pixel: how far it is in from the left, the right, below and above, in parts of what it
# takes to come out of the black; that is linear in where it is, so that nothing is divided here.
_SHADER = """
$HEADER$
uniform vec4 slope;
uniform vec4 start;
uniform float light;
void main(void) {
    vec4 far = clamp(tex_coord0.xxyy * slope + start, 0.0, 1.0);
    vec4 lit = far * far * (3.0 - 2.0 * far);
    gl_FragColor = vec4(texture2D(texture0, tex_coord0).rgb
                        * (light * lit.x * lit.y * lit.z * lit.w), 1.0);
}
"""


class Picture(Widget):
    """Draws a frame where the projection says. One texture upload a frame, nothing is rebuilt."""

    def __init__(self, **options: object) -> None:
        self.canvas = RenderContext(use_parent_projection=True, use_parent_modelview=True,
                                    use_parent_frag_modelview=True)
        self.canvas.shader.fs = _SHADER
        super().__init__(**options)
        self._texture: Texture | None = None
        with self.canvas:  # nothing shines through: it needn't be blended with what is beneath
            Callback(lambda _: glDisable(GL_BLEND))
            self._rectangle = Rectangle(size=(0, 0))
            Callback(lambda _: glEnable(GL_BLEND))

    def show(self, frame: Frame | None, projection: Projection | None, *,
             light: float = LIGHT) -> None:
        """Draw `frame` so bright, 0-1; black where there is none."""
        box = projection.picture() if projection else None
        if frame is None or projection is None or box is None:
            self._rectangle.size = (0, 0)
            return
        self._upload(frame)
        self._place(projection)
        self.canvas["light"] = light
        self._rectangle.pos = (box.x, box.y)
        self._rectangle.size = (box.width, box.height)

    def _upload(self, frame: Frame) -> None:
        size = (frame.width_px, frame.height_px)
        if self._texture is None or tuple(self._texture.size) != size:
            self._texture = Texture.create(size=size, colorfmt="rgba", mipmap=False)
            self._texture.wrap = "clamp_to_edge"
            self._rectangle.texture = self._texture
        # A flat, writable buffer goes to the graphics card as it is; anything else is copied.
        flat = np.require(frame.rgba, requirements=["C", "W"]).reshape(-1)
        self._texture.blit_buffer(flat, colorfmt="rgba", bufferfmt="ubyte")

    def _place(self, projection: Projection) -> None:
        left, bottom, right, top = projection.texture()
        self._rectangle.tex_coords = (left, bottom, right, bottom, right, top, left, top)
        edges = zip((left, right, bottom, top), (right, left, top, bottom),
                    (FADE[0], FADE[0], *FADE[1:]), strict=True)
        slopes, starts = zip(*(_line(*edge) for edge in edges), strict=True)
        self.canvas["slope"], self.canvas["start"] = slopes, starts


def _line(here: float, there: float, part: float) -> tuple[float, float]:
    """Slope and start of what is 0 at one edge, and 1 a part of the way to the other."""
    slope = 1 / ((there - here) * part)
    return slope, -here * slope
