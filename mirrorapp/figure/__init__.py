"""A rendered human figure: body data, skeleton, poses, renderer and the rehearsal clip.

`bake`, `render` and `rehearsal` are author's tools: they need the extra ``author`` (torch, anny,
moderngl, av), which they import only when they are run. `skeleton`, `outfit`, `squat` and `mesh`,
the guide's figure in ``people/``, need numpy alone.

World axes are those of the baked body: x to the person's own left, y to the person's back, z up,
in metres; the person stands on z = 0 and faces -y.
"""
