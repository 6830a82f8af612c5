#!/bin/sh
# Writes requirements.txt (what runs) and requirements-dev.txt (that, tests and lint) from
# pyproject.toml, the lock of what makes the files of hardware/ anew, and those of the Home Assistant
# that tests start and of what opens its pages: exact versions with hashes, for every supported Python and processor, and no index address in them,
# so that a mirror or a folder of wheels serves as well.
#   scripts/lock.sh            keep the locked versions where they still fit
#   scripts/lock.sh --upgrade  take the newest that pyproject.toml allows
set -eu
cd "$(dirname "$0")/.."
uv_version=0.13.9
tool=build/lock-venv

if [ "$("$tool/bin/uv" --version 2>/dev/null | cut -d' ' -f2)" != "$uv_version" ]; then
    "${PYTHON:-python3}" -m venv --clear "$tool"
    "$tool/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
fi

# The project itself is installed without build isolation, so its build back end is locked
# too; hatchling asks for editables when it installs in place.
build_requires() {
    "$tool/bin/python" -c '
import pathlib, tomllib
print(*tomllib.loads(pathlib.Path("pyproject.toml").read_text())["build-system"]["requires"], sep="\n")'
    echo editables
}

lock() { # PYTHON OUTPUT [OPTION...] INPUT...
    python=$1 output=$2
    shift 2
    UV_PYTHON_DOWNLOADS=never "$tool/bin/uv" pip compile --quiet --python-version "$python" \
        --generate-hashes --no-emit-index-url --no-header --no-annotate --output-file "$output" "$@"
}

compile() { # OUTPUT [OPTION...]
    build_requires | lock 3.11 "$@" --universal pyproject.toml -
}

compile requirements.txt "$@"
# Constrained by the first, so that tests run what runs.
compile requirements-dev.txt --extra dev --constraint requirements.txt "$@"
# What makes the generated files of hardware/ anew.
compile hardware/requirements.txt --extra hardware --extra cad --constraint requirements-dev.txt "$@"
house=tests/homeassistant
lock 3.11 "$house/browser.txt" --universal --constraint requirements-dev.txt "$@" "$house/browser.in"
# Its version is the test's choice: what is locked of it stays as long as it fits.
lock 3.13 "$house/requirements.txt" --python-platform x86_64-manylinux_2_36 --only-binary :all: \
    --override "$house/overrides.txt" "$house/requirements.in"
echo "Locked: $(grep -c == requirements.txt) packages to run, $(grep -c == requirements-dev.txt) to develop."
