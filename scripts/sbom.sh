#!/bin/sh
# Writes build/sbom.json (CycloneDX) of all that requirements.txt locks.
set -eu
cd "$(dirname "$0")/.."
version=7.5.0
tool=build/sbom-venv

if [ ! -x "$tool/bin/cyclonedx-py" ] || ! "$tool/bin/cyclonedx-py" --version | grep -qF "$version"; then
    "${PYTHON:-python3}" -m venv --clear "$tool"
    "$tool/bin/python" -m pip install --quiet --disable-pip-version-check "cyclonedx-bom==$version"
fi
"$tool/bin/cyclonedx-py" requirements requirements.txt --pyproject pyproject.toml \
    --spec-version 1.6 --output-format JSON --output-reproducible --output-file build/sbom.json
echo "build/sbom.json"
