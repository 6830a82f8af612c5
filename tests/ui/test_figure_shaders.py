"""The figure's programs are what the graphics card of a small computer takes."""

import re

import pytest

from mirrorapp.figure.mesh import BONES_MAX, person
from mirrorapp.ui import figure_shaders

ROWS_PROMISED = 128  # uniform vectors of a vertex shader in OpenGL ES 2.0, table 6.20
ATTRIBUTES_PROMISED = 8


def size(array: str) -> int:
    return int(array.strip("[]") or 1)


def test_the_numbers_fit_what_is_promised():
    uniforms = re.findall(r"uniform vec4 \w+(\[\d+\])?;", figure_shaders.SKIN_VERTEX)
    assert sum(size(each) for each in uniforms) <= ROWS_PROMISED
    assert figure_shaders.SKIN_VERTEX.count("\nuniform") == len(uniforms)
    assert figure_shaders.SKIN_VERTEX.count("\nattribute") <= ATTRIBUTES_PROMISED


@pytest.mark.parametrize("name", ["woman", "man"])
def test_the_people_fit_the_program(name):
    mesh = person(name)
    assert len(mesh.skeleton.bones) <= BONES_MAX <= figure_shaders.BONES
    assert len(mesh.muscle_names) <= figure_shaders.MUSCLES


@pytest.mark.ui
@pytest.mark.parametrize(("vertex", "fragment", "good"), [
    (figure_shaders.SKIN_VERTEX, figure_shaders.SKIN_FRAGMENT, True),
    (None, figure_shaders.SHOW_FRAGMENT, True),
    # What desktop OpenGL would let pass shows that the embedded dialect is really asked for.
    (figure_shaders.SKIN_VERTEX.replace("vec3 place", "vec3 place; double more"),
     figure_shaders.SKIN_FRAGMENT, False),
    (figure_shaders.SKIN_VERTEX, figure_shaders.SKIN_FRAGMENT.replace("precision", "//"), False),
])
def test_they_are_in_the_embedded_dialect(window, vertex, fragment, good):
    from kivy.graphics import RenderContext

    sources = {"vs": vertex, "fs": fragment}
    embedded = {key: "#version 100\n" + each for key, each in sources.items() if each}
    if vertex is None:
        embedded["fs"] = "#version 100\nprecision mediump float;\n" + fragment
        embedded["vs"] = "#version 100\n$HEADER$" + PLAIN_VERTEX
    assert bool(RenderContext(**embedded).shader.success) is good


PLAIN_VERTEX = """
void main(void) {
    frag_color = color * vec4(1.0, 1.0, 1.0, opacity);
    tex_coord0 = vTexCoords0;
    gl_Position = projection_mat * modelview_mat * vec4(vPosition.xy, 0.0, 1.0);
}
"""
