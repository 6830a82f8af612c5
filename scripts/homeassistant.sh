#!/bin/sh
# Puts the Home Assistant that tests start into build/homeassistant, locked and hashed. It needs
# Python 3.13; a machine without one that lets us be root gets a Debian 13 beside its own system.
#   build/homeassistant/python   runs Home Assistant's Python
#   build/homeassistant/base     what that Python sees as /
# With everything in place it takes a moment. Broken off anywhere, it is simply run again.
#   HA=2026.11.0        another one, by hand: not locked, in build/homeassistant-2026.11.0. It needs
#                       Python 3.14, or gets a Debian 14
#   PYTHON=python3.13   use this Python, if it is that one
#   NO_APT=1            leave system packages alone
set -eu
cd "$(dirname "$0")/.."
home=$(pwd -P)/build/homeassistant${HA:+-$HA}
debian=$home/debian
if [ -z "${HA:-}" ]; then
    wanted=3.13 suite=trixie files=requirements.txt
else
    wanted=3.14 suite=forky files='overrides.txt needs.py'
fi

say() { printf 'mirrorapp set-up of Home Assistant: %s\n' "$*" >&2; }
stop() {
    say "$@"
    exit 1
}

is_fit() { "$1" -c 'import sys, ensurepip, venv; exit("%d.%d" % sys.version_info[:2] != "'$wanted'" or sys.maxsize < 2**32)' 2>/dev/null; }

find_python() {
    for python in ${PYTHON:-} python$wanted "${PYENV_ROOT:-$HOME/.pyenv}/versions/$wanted".*/bin/python$wanted; do
        if is_fit "$python"; then return; fi
    done
    python=''
}

# What an installation is bound to: another Python, place or lock needs another.
# shellcheck disable=SC2086
fingerprint() { { echo "${python:-debian} $home" && cd tests/homeassistant && cat $files ../../scripts/homeassistant.sh; } | sha256sum | cut -d' ' -f1; }

is_ready() { [ "$(cat "$home/.stamp" 2>/dev/null)" = "$(fingerprint)" ]; }

clear_away() {
    rm -f "$home/.stamp" # first: what is half gone is not whole, whoever asks
    # debootstrap that was killed leaves these mounted.
    for inner in proc sys; do
        if mountpoint -q "$debian/$inner" 2>/dev/null; then umount "$debian/$inner"; fi
    done
    rm -rf --one-file-system "$home/venv" "$debian" "$home/python" "$home/base"
}

# --- A Debian beside ----------------------------------------------------------------------

# Where this machine's own Debian packages come from; empty leaves it to debootstrap.
debian_mirror() {
    release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 2>/dev/null | sed -n "s/^$release //p" | head -n 1
}

make_debian() {
    wish="Install a Python $wanted, or name it: make test-homeassistant PYTHON=/path/to/python$wanted"
    [ "$(id -u)" = 0 ] ||
        stop "there is no Python $wanted here, and only root can set up a Debian $suite beside this system." "$wish"
    if ! command -v debootstrap >/dev/null; then
        [ -z "${NO_APT:-}" ] && command -v apt-get >/dev/null && sh scripts/apt-install.sh debootstrap ||
            stop "there is neither Python $wanted nor debootstrap here, and it could not be installed." "$wish"
    fi
    say "no Python $wanted here: setting up a Debian $suite in $debian"
    # Split on purpose: no mirror is no argument.
    # shellcheck disable=SC2046
    set -- $(debian_mirror)
    # A Debian that is younger than debootstrap is set up as its unstable is.
    scripts=/usr/share/debootstrap/scripts
    if [ -n "${1:-}" ] && [ ! -e "$scripts/$suite" ]; then set -- "$1" "$scripts/sid"; fi
    debootstrap --variant=minbase --include=python3-venv,ca-certificates "$suite" "$debian" "$@" \
        >"$home/debootstrap.log" 2>&1 || { tail -n 5 "$home/debootstrap.log" >&2 &&
        stop "there is no Python $wanted here, and no Debian $suite could be set up ($home/debootstrap.log)." "$wish"; }
    # It trusts whom this machine trusts, and finds packages where this machine does.
    for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do
        if [ -e "$file" ]; then cp "$file" "$debian$file"; fi
    done
}

# --- Home Assistant -----------------------------------------------------------------------

make_environment() {
    if [ -n "$python" ]; then
        "$python" -m venv "$home/venv" || stop "the environment $home/venv could not be made."
        run="$home/venv/bin/python" root=/
    else
        make_debian
        chroot "$debian" python3 -m venv /opt/homeassistant || stop "no environment could be made in $debian."
        run="chroot $debian /opt/homeassistant/bin/python" root=$debian
    fi
    printf '#!/bin/sh\ncd / && exec %s "$@"\n' "$run" >"$home/python"
    chmod 755 "$home/python"
    ln -s "$root" "$home/base"
}

# Most of its modules are never imported: not compiled, either.
pip() { "$home/python" -m pip install --quiet --no-input --disable-pip-version-check --no-compile "$@" </dev/null; }
uv() { "$home/python" -m uv pip install --quiet --only-binary :all: --override "$within/overrides.txt" "$@" </dev/null; }

install_locked() { pip --no-deps --require-hashes --only-binary :all: -r "$within/requirements.txt"; }

install_version() {
    pip uv && uv "homeassistant==$HA" && "$home/python" "$within/needs.py" >"$inside/needs.txt" &&
        uv -r "$within/needs.txt"
}

install_packages() {
    say "installing Home Assistant (200 MB to fetch, 800 MB on disk, some minutes)"
    inside=$(mktemp -d "$home/base/tmp/homeassistant-XXXXXX")
    within=/tmp/${inside##*/}
    # shellcheck disable=SC2086
    (cd tests/homeassistant && cp $files "$inside")
    if [ -z "${HA:-}" ]; then install_locked; else install_version; fi || stop "Home Assistant could" \
        "not be installed. Check the network and the space on disk and run the same command again."
    rm -r "$inside"
}

find_python
mkdir -p "$home"
if ! is_ready; then
    # One at a time; the lock is on the folder itself and ends with this process.
    exec 9<"$home"
    flock -n 9 || { say "waiting for another set-up" && flock 9; }
    if ! is_ready; then
        clear_away # half an installation looks whole to pip
        make_environment
        install_packages
        fingerprint >"$home/.stamp"
        say "done"
    fi
fi
