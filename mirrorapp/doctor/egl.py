"""Who draws: `python -m mirrorapp.doctor.egl` prints the name of the OpenGL ES renderer.

In a process of its own, for a driver that fails may end it. No window and no display are needed:
EGL_MESA_platform_surfaceless takes the machine's graphics where this user may, else the software
that stands in for it; so does SDL. Ends with 1 where there is no OpenGL ES 2.
"""

import ctypes
import sys

_SURFACELESS = 0x31DD  # EGL_PLATFORM_SURFACELESS_MESA
_OPENGL_ES = 0x30A0
_VERSION_2 = (0x3098, 2, 0x3038)  # EGL_CONTEXT_CLIENT_VERSION, 2, EGL_NONE
_RENDERER = 0x1F01


def renderer() -> str:
    """Its name, such as "V3D 7.1.7" or "llvmpipe (LLVM 15.0.6, 256 bits)"; "" for none.

    Raises `OSError` where the libraries are missing.
    """
    egl, gles = ctypes.CDLL("libEGL.so.1"), ctypes.CDLL("libGLESv2.so.2")
    pointer = ctypes.c_void_p
    egl.eglGetPlatformDisplay.restype = egl.eglCreateContext.restype = pointer
    gles.glGetString.restype = ctypes.c_char_p
    display = pointer(egl.eglGetPlatformDisplay(_SURFACELESS, None, None))
    if not display or not egl.eglInitialize(display, None, None):
        return ""
    egl.eglBindAPI(_OPENGL_ES)
    wanted = (ctypes.c_int * len(_VERSION_2))(*_VERSION_2)
    context = pointer(egl.eglCreateContext(display, None, None, wanted))
    if not context or not egl.eglMakeCurrent(display, None, None, context):
        return ""
    return (gles.glGetString(_RENDERER) or b"").decode(errors="replace")


if __name__ == "__main__":
    name = renderer()
    sys.stdout.write(f"{name}\n")
    sys.exit(0 if name else 1)
