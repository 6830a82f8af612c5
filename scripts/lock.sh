#!/bin/sh
# Writes requirements.txt (what runs) and requirements-dev.txt (that, tests and lint) from
# pyproject.toml: exact versions with hashes, for every supported Python and processor, and
# no index address in them, so that a mirror or a folder of wheels serves as well.
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

compile() { # OUTPUT [OPTION...]
    output=$1
    shift
    build_requires | "$tool/bin/uv" pip compile --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-header --no-annotate \
        --output-file "$output" "$@" pyproject.toml -
}

compile requirements.txt "$@"
# Constrained by the first, so that tests run what runs.
compile requirements-dev.txt --extra dev --constraint requirements.txt "$@"
echo "Locked: $(grep -c == requirements.txt) packages to run, $(grep -c == requirements-dev.txt) to develop."
