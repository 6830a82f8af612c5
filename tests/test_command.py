"""The command `mirrorapp` of an installed machine, whose places are folders here."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """#!/bin/sh
echo "user $USED"
echo "args $*"
if [ -n "${CREDENTIALS_DIRECTORY:-}" ]; then
    echo "in $CREDENTIALS_DIRECTORY"
    ls -l "$CREDENTIALS_DIRECTORY" | grep -v ^total
    cat "$CREDENTIALS_DIRECTORY/broker-password"
fi
exit "${ENDS:-0}"
"""
AS_MIRROR = '#!/bin/sh\nwhile [ "$1" != env ]; do shift; done\nshift\nexec env USED=mirror "$@"\n'


@dataclass
class Installed:
    """`root` or somebody else asks, and another user's program is run by a stand-in."""

    folder: Path

    def put(self, place: str, text: str, mode: int = 0o755) -> Path:
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def ask(self, *args: str, uid: int = 0, **environ: str) -> subprocess.CompletedProcess[str]:
        text = (ROOT / "scripts/mirrorapp.sh").read_text()
        for place in ("/opt/mirrorapp", "/etc/mirrorapp", "-p /run"):
            assert place in text
            text = text.replace(place, place.replace("/", f"{self.folder}/", 1))
        command = self.put("mirrorapp", text)
        self.put("bin/id", f"#!/bin/sh\necho {uid}\n")
        return subprocess.run([command, *args], check=False, capture_output=True, text=True,
                              timeout=20, env={"PATH": f"{self.folder}/bin:{os.environ['PATH']}",
                                               **environ})


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    made = Installed(tmp_path)
    made.put("opt/mirrorapp/current/venv/bin/mirrorapp", PROGRAM)
    made.put("bin/setpriv", AS_MIRROR)
    made.put("bin/chown", f'''#!/bin/sh
echo "$*" >>{tmp_path}/owners
stat --format %a "$3" "$3"/* >>{tmp_path}/owners
''')
    made.put("etc/mirrorapp/credentials/broker-password", "s e c r e t\n", 0o600)
    (tmp_path / "run").mkdir()
    return made


@pytest.mark.parametrize("args", [("hub", "test"), ("doctor", "--json"),
                                  ("-v", "hub", "test")])
def test_who_speaks_to_the_broker_is_handed_its_password_for_that_time(
        installed: Installed, args: tuple[str, ...]) -> None:
    done = installed.ask(*args)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert said[:2] == ["user mirror", f"args {' '.join(args)}"]
    assert said[2].startswith(f"in {installed.folder}/run/mirrorapp.")
    assert said[3].startswith("-r--------")
    assert said[4] == "s e c r e t"
    owner, *modes = (installed.folder / "owners").read_text().splitlines()
    assert owner.startswith("-R mirrorapp: ")
    assert modes == ["500", "400"], "before it is somebody else's"
    assert list((installed.folder / "run").iterdir()) == []


def test_how_it_ends_is_told_and_nothing_is_left(installed: Installed) -> None:
    assert installed.ask("doctor", ENDS="1").returncode == 1
    assert list((installed.folder / "run").iterdir()) == []


@pytest.mark.parametrize("args", [(), ("backup",), ("run",), ("-v", "run"),
                                  ("export", "-o", "hub")])
def test_others_are_handed_nothing(installed: Installed, args: tuple[str, ...]) -> None:
    done = installed.ask(*args)
    assert done.stdout.splitlines() == ["user mirror", f"args {' '.join(args)}"]


def test_who_is_not_root_has_a_mirror_of_their_own(installed: Installed) -> None:
    assert installed.ask("hub", "test", uid=1000).stdout.splitlines() == ["user ", "args hub test"]


def test_without_a_password_it_goes_on(installed: Installed) -> None:
    shutil.rmtree(installed.folder / "etc")
    done = installed.ask("hub", "find")
    assert "args hub find" in done.stdout
    assert "No such file" in done.stderr  # the program's own word on it
