"""A machine to install on that is a folder: its own root, and stand-ins for what changes a system.

The scripts are the real ones, and so are the tools that they move files with. Stand-ins are
apt, systemd, the account, and a Python whose `pip` and `mirrorapp` do in small what the real ones
do: a release knows journals up to its layout, a copy is a file, and restoring it brings it back.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("awk cat chmod cmp cp cut dirname env find flock grep head ln mkdir mv readlink rm rmdir "
         "sed sh sha256sum sort tail touch tr xargs")
# Whatever changes something: before each of these a machine may lose its power.
CHANGES = ("apt-get chmod cp ln mkdir mv rm rmdir setpriv systemctl systemd-sysusers "
           "systemd-tmpfiles touch udevadm userdel")

_SHIM = """[ -n "${KILL:-}" ] || exec $0.real "$@"
read before <$ROOT/counter
echo $((before + 1)) >$ROOT/counter
if [ $KILL = $before ]; then kill -9 0; fi
exec $0.real "$@"
"""

_PYTHON = """
here=${0%/*}
if [ -e $here/broken ]; then exit 127; fi
case "$*" in
*calcsize*) cat $ROOT/python ;;
*"-m venv"*) for last; do :; done
    echo venv >>$ROOT/diary
    mkdir -p $last/bin && cp $0 $last/bin/python ;;
*"pip install"*)
    echo "pip $*" >>$ROOT/diary
    mkdir -p $PIP_CACHE_DIR && echo >$PIP_CACHE_DIR/wheel
    [ ! -e $ROOT/offline ] || exit 1
    case "$*" in *no-index*) cp layout $ROOT/bin/mirrorapp $here ;; esac ;;
*vision.model*)
    [ ! -e $ROOT/offline ] || exit 1
    echo model >$here/../share/mirrorapp/models/full ;;
*"import picamera2"*) [ ! -e $ROOT/no-camera ] ;;
*fitting*) exec sh $ROOT/bin/fitting $here "$@" ;;
esac
"""

_FITTING = """
if grep -q wrong $ROOT/etc/mirrorapp/mirror.toml; then
    echo "screen.wrong is not a setting." >&2
    exit 1
fi
journal=$ROOT/var/lib/mirrorapp/journal.sqlite3
if [ -e $journal ]; then
    have=$(head -n 1 $journal) known=$(cat $1/layout)
    if [ $have -gt $known ]; then echo "written by a newer mirrorapp" >&2; exit 3; fi
    case "$*" in *--settle*)
        if [ -e $ROOT/stuck ]; then echo "no room" >&2; exit 1; fi
        sed "1s/.*/$known/" $journal >$journal.part && mv $journal.part $journal ;;
    esac
fi
echo $journal
"""

_MIRRORAPP = """
state=$XDG_STATE_HOME/mirrorapp
case $1 in
backup)
    [ ! -e $ROOT/full ] || exit 1
    mkdir -p $state/backups
    n=$(find $state/backups -name '*.tar.gz' | grep -c .)
    cp $state/journal.sqlite3 $state/backups/$n.tar.gz
    echo "backup    $state/backups/$n.tar.gz" ;;
restore)
    [ ! -e $ROOT/torn ] || exit 1
    cp $2 $state/journal.part && mv $state/journal.part $state/journal.sqlite3 ;;
esac
"""

_SYSTEMCTL = """
echo "systemctl $*" >>$ROOT/diary
case "$*" in
--version) echo "systemd $(cat $ROOT/systemd-version) ($*)" ;;
*enable* | *disable*) for unit; do :; done
    case "$*" in
    *is-enabled*) [ -e $ROOT/wants/$unit ] ;;
    *disable*) rm -f $ROOT/wants/$unit ;;
    *) [ -e $ROOT/etc/systemd/system/$unit ] && mkdir -p $ROOT/wants && echo >$ROOT/wants/$unit ;;
    esac ;;
*is-active*) [ ! -e $ROOT/active ] || echo active ;;
"stop mirrorapp"*) rm -f $ROOT/active ;;
"start mirrorapp.service") [ ! -e $ROOT/does-not-start ] && echo >$ROOT/active ;;
esac
"""

_PROGRAMS = {
    "id": "echo 0",
    "dpkg": "cat $ROOT/processor",
    "dpkg-query": """for package; do :; done
grep -qx "$package" $ROOT/debs && echo "install ok installed" """,
    "apt-cache": 'for package; do :; done; grep -qx "$package" $ROOT/lists',
    "apt-get": """echo "apt-get $*" >>$ROOT/diary
[ ! -e $ROOT/offline ] || exit 100
case "$*" in
*update*) [ ! -e $ROOT/pi ] || echo python3-picamera2 >>$ROOT/lists ;;
*install*) for package; do case $package in -*) ;; *) echo $package >>$ROOT/debs ;; esac; done ;;
esac""",
    "df": 'printf "Filesystem 1M Used Available\\n/dev/x 9 9 %s\\n" $(cat $ROOT/free-mb)',
    "systemctl": _SYSTEMCTL,
    "systemd-sysusers": """cd $ROOT/etc
grep -qs mirrorapp passwd || echo mirrorapp:x:990: >>passwd""",
    "systemd-tmpfiles": "cd $ROOT && mkdir -p etc/mirrorapp var/lib/mirrorapp var/cache/mirrorapp",
    "setpriv": 'while [ "$1" != env ]; do shift; done; exec "$@"',
    "sync": "",
    "udevadm": 'echo "udevadm $*" >>$ROOT/diary',
    "update-rc.d": "",
    "userdel": "sed -i /^mirrorapp:/d $ROOT/etc/passwd",
    "fitting": _FITTING,
    "mirrorapp": _MIRRORAPP,
    "python": _PYTHON,
}

_PLACES = """# file, place, mode
mirrorapp.service               /etc/systemd/system/mirrorapp.service               644
mirrorapp-backup.timer          /etc/systemd/system/mirrorapp-backup.timer          644
mirrorapp-health.timer          /etc/systemd/system/mirrorapp-health.timer          644
mirrorapp.service.d/trixie.conf /etc/systemd/system/mirrorapp.service.d/trixie.conf 644
mirrorapp.sysusers              /etc/sysusers.d/mirrorapp.conf                      644
failure-screen.sh               /usr/local/lib/mirrorapp/failure-screen             755
"""


class Machine:
    """Debian 12 on a Raspberry Pi's processor, unless a test says otherwise."""

    def __init__(self, folder: Path, like: "Machine | None" = None) -> None:
        self.root, self.checkout = folder / "root", folder / "checkout"
        self.bin = self.root / "bin"
        self.opt = self.root / "opt/mirrorapp"
        self.state = self.root / "var/lib/mirrorapp"
        self.settings = self.root / "etc/mirrorapp/mirror.toml"
        self.journal = self.state / "journal.sqlite3"
        if like is not None:
            shutil.copytree(like.root.parent, folder, symlinks=True)
            return
        for each in ("bin", "etc", "usr/bin", "var/lib", "proc/device-tree"):
            (self.root / each).mkdir(parents=True)
        for name, text in {
            "etc/os-release": 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n',
            "etc/passwd": "root:x:0:\n", "processor": "arm64\n", "python": "3.11 64\n",
            "free-mb": "20000\n", "systemd-version": "252\n", "lists": "", "debs": "", "diary": "",
        }.items():
            self.put(name, text)
        self._make_programs()
        shutil.copy(self.bin / "python", self.root / "usr/bin/python3")
        self._make_checkout()

    def put(self, name: str, text: str = "") -> Path:
        """Write a file of the machine's."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def new_version(self, version: str, layout: int = 6) -> None:
        """What the checkout has from now on."""
        (self.checkout / "mirrorapp/__init__.py").write_text(f'__version__ = "{version}"\n')
        (self.checkout / "layout").write_text(f"{layout}\n")

    def make(self, deed: str = "install", kill: str = "",
             **more: str) -> "subprocess.CompletedProcess[str]":
        """Do it; `kill`: the power fails before the change of that number; "never": they are only
        counted.
        """
        self.put("counter", "0\n")
        self.put("diary")
        child = subprocess.Popen(
            ["sh", self.checkout / "scripts/install.sh", deed], stdin=subprocess.DEVNULL,
            env={"PATH": str(self.bin), "ROOT": str(self.root), "KILL": kill, **more}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        try:
            out, err = child.communicate(timeout=60)
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        return subprocess.CompletedProcess(deed, child.returncode, out, err)

    @property
    def changes(self) -> int:
        """How many there were in the last `make` that counted them."""
        return int((self.root / "counter").read_text())

    @property
    def diary(self) -> list[str]:
        """What the stand-ins were asked for in the last `make`."""
        return (self.root / "diary").read_text().splitlines()

    @property
    def current(self) -> str:
        """The version that is in use; "" for none."""
        link = self.opt / "current"
        return link.resolve().name.partition("-")[0] if link.exists() else ""

    @property
    def versions(self) -> list[str]:
        """All that are there."""
        return sorted(each.name.partition("-")[0] for each in (self.opt / "releases").iterdir())

    def looks(self) -> dict[str, str]:
        """All that is on the machine but for what stand-ins note down and copies of the journal."""
        apart = ("backups", "copy", "kept-since", "counter", "diary", "debs", "lists")
        found = {}
        for path in sorted(self.root.rglob("*")):
            name = str(path.relative_to(self.root))
            if name.startswith("bin/") or set(path.relative_to(self.root).parts) & set(apart):
                continue
            if path.is_symlink():
                found[name] = f"-> {path.readlink()}"
            elif path.is_file():
                found[name] = path.read_text()
        return found

    def _make_programs(self) -> None:
        for name in TOOLS.split():
            place = shutil.which(name)
            assert place, name
            (self.bin / name).symlink_to(place)
        for name, body in _PROGRAMS.items():
            _program(self.bin / name, body)
        for name in CHANGES.split():
            (self.bin / name).rename(self.bin / f"{name}.real")
            _program(self.bin / name, _SHIM)

    def _make_checkout(self) -> None:
        shutil.copytree(ROOT / "scripts", self.checkout / "scripts")
        # The real one would forbid services on the machine that the tests run on.
        (self.checkout / "scripts/apt-install.sh").write_text('apt-get install "$@"\n')
        for name in ("mirrorapp/__init__.py", "config/mirror.toml", "pyproject.toml",
                     "requirements.txt", "README.md", "LICENSE", "NOTICE", "systemd/places"):
            (self.checkout / name).parent.mkdir(exist_ok=True)
            (self.checkout / name).write_text(f"{name}\n")
        systemd = self.checkout / "systemd"
        (systemd / "places").write_text(_PLACES)
        for line in _PLACES.splitlines()[1:]:
            file = systemd / line.split()[0]
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"{file.name}\n")
        (systemd / "mirrorapp.tmpfiles").touch()
        self.new_version("1")


def _program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
