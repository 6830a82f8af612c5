"""The system's picamera2 in an environment whose numpy is another than the one it was built for.

Debian has numpy 1.24 in 12 and 2.2 in 13; Raspberry Pi OS builds simplejpeg against those. Its own
archive is out of reach here, so the parts come from PyPI, built against the same numpy, and go
where apt would put them. libcamera and its screen are stand-ins: nothing is filmed.
"""

from collections.abc import Iterator

import pytest

from tests.install.debian import SUITES, Debian, lacks, remove
from tests.test_build import locked

PICAMERA2 = "picamera2==0.3.38"
SIMPLEJPEG = {"bookworm": "simplejpeg==1.6.6", "trixie": "simplejpeg==1.8.1"}
"""The last one built against numpy 1, and the one that Debian 13's time has."""
CLASHES = {"bookworm": True, "trixie": False}
BESIDE = ("python3-venv python3-pip python3-numpy python3-av python3-prctl python3-pil "
          "python3-jsonschema python3-piexif python3-tqdm python3-libarchive-c "
          "python3-setuptools python3-wheel python3-dev gcc")
PLACE = "/usr/lib/python3/dist-packages"
STAND_IN = """import sys
from unittest.mock import MagicMock
sys.modules[__name__] = MagicMock(__spec__=__spec__)
"""
LOAD = "import picamera2, numpy, simplejpeg; print(numpy.__version__, " \
       "len(simplejpeg.encode_jpeg(numpy.zeros((16, 16, 3), numpy.uint8))))"


@pytest.fixture(scope="module", params=SUITES)
def debian(request: pytest.FixtureRequest) -> Iterator[Debian]:
    """With picamera2 as the system's."""
    if why := lacks():
        pytest.skip(why)
    box = Debian(request.param, "camera")
    done(box, f"apt-get -qq update && apt-get -qq install --yes --no-install-recommends {BESIDE}")
    done(box, f"cd /srv && pip download --quiet --no-deps --only-binary :all: --dest wheels "
              f"{PICAMERA2} {SIMPLEJPEG[box.suite]} && "
              f"for each in wheels/*; do python3 -m zipfile -e $each {PLACE}; done")
    done(box, "pip install --quiet --no-deps --no-build-isolation pidng videodev2 "
              f"--target {PLACE}")
    for name in ("libcamera", "pykms"):
        (box.path / PLACE[1:] / f"{name}.py").write_text(STAND_IN)
    yield box
    remove(box.path)


def done(box: Debian, command: str) -> str:
    answer = box.run("sh", "-c", command, DEBIAN_FRONTEND="noninteractive")
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def environment(box: Debian, *packages: str) -> str:
    """Make an environment as the installer does, with these of the locked packages; its Python."""
    lines = [line.replace("platform_machine == 'aarch64' and ", "")
             for name in packages for line in locked("requirements.txt")[name]]
    (box.path / "srv/wanted.txt").write_text("\n".join(lines))
    done(box, "python3 -m venv --clear --system-site-packages /srv/venv && /srv/venv/bin/pip "
              "install --quiet --no-deps --ignore-installed --require-hashes --only-binary :all: "
              "-r /srv/wanted.txt")
    return "/srv/venv/bin/python"


def test_it_loads_by_itself(debian: Debian) -> None:
    assert done(debian, f'python3 -c "{LOAD}"')


def test_numpy_alone_breaks_it_where_the_system_has_numpy_1(debian: Debian) -> None:
    answer = debian.run(environment(debian, "numpy"), "-c", LOAD)
    assert (answer.returncode != 0) == CLASHES[debian.suite]
    assert ("numpy.dtype size changed" in answer.stderr) == CLASHES[debian.suite]


def test_with_what_is_locked_it_loads(debian: Debian) -> None:
    python = environment(debian, "numpy", "simplejpeg")
    version, size = done(debian, f"{python} -c '{LOAD}'").split()
    assert any(f"numpy=={version} " in line for line in locked("requirements.txt")["numpy"])
    assert int(size) > 100
