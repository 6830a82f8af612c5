"""Writes build/sbom.json (CycloneDX 1.6): what requirements.txt locks, with hashes and licences.

A hash is that of one of the package's files as they are fetched; a licence is what the package says
of itself where it is installed, and is left out where it isn't. Nothing is asked of any network.
"""

import json
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "sbom.json"
LICENCE_MOST = 60
"""Characters; what is longer is the licence's text, and not its name."""
_LOCKED = re.compile(r"([a-z0-9-]+)==(\S+)((?:.*\\\n)*.*)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill() -> dict[str, Any]:
    """The bill of materials, the same from the same lock and packages. Raises `OSError`."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = _LOCKED.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {
            "type": "application", "bom-ref": said["name"], "name": said["name"],
            "description": said["description"],
            "licenses": [{"expression": said["license"]}]}},
        "components": [_component(*each) for each in packages],
    }


def _component(name: str, version: str, rest: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{version}"
    found = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
             "hashes": [{"alg": "SHA-256", "content": each} for each in _HASH.findall(rest)]}
    return found | ({"licenses": licences} if (licences := _licences(name)) else {})


def _licences(name: str) -> list[dict[str, Any]]:
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    if expression := told.get("License-Expression"):
        return [{"expression": expression}]
    classified = [each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or ()
                  if each.startswith("License ::")]
    written = (told.get("License") or "").strip()
    names = classified or ([written] if 0 < len(written) <= LICENCE_MOST else [])
    return [{"license": {"name": each}} for each in names]


if __name__ == "__main__":
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(bill(), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{OUT.relative_to(ROOT)}\n")
