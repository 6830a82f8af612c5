#!/bin/sh
# Puts the Home Assistant that tests start into build/homeassistant, locked and hashed. It needs
# Python 3.13; a machine without one that lets us be root gets a Debian 13 beside its own system.
#   build/homeassistant/python   runs Home Assistant's Python
#   build/homeassistant/base     what that Python sees as /
# With everything in place it takes a moment. Broken off anywhere, it is simply run again.
#   PYTHON=python3.13   use this Python, if it is 3.13
#   NO_APT=1            leave system packages alone
set -eu
cd "$(dirname "$0")/.."
home=$(pwd -P)/build/homeassistant
lock=tests/homeassistant/requirements.txt
debian=$home/debian

say() { printf 'mirrorapp set-up of Home Assistant: %s\n' "$*" >&2; }
stop() {
    say "$@"
    exit 1
}

is_fit() { "$1" -c 'import sys, ensurepip, venv; exit(sys.version_info[:2] != (3, 13) or sys.maxsize < 2**32)' 2>/dev/null; }

find_python() {
    for python in ${PYTHON:-} python3.13 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*/bin/python3.13; do
        if is_fit "$python"; then return; fi
    done
    python=''
}

# What an installation is bound to: another Python, place or lock needs another.
fingerprint() { { echo "${python:-debian} $home" && cat "$lock" scripts/homeassistant.sh; } | sha256sum | cut -d' ' -f1; }

is_ready() { [ "$(cat "$home/.stamp" 2>/dev/null)" = "$(fingerprint)" ]; }

clear_away() {
    # debootstrap that was killed leaves these mounted.
    for inner in proc sys; do
        if mountpoint -q "$debian/$inner" 2>/dev/null; then umount "$debian/$inner"; fi
    done
    rm -rf --one-file-system "$home/venv" "$debian" "$home/python" "$home/base" "$home/.stamp"
}

# --- Debian 13 beside ---------------------------------------------------------------------

# Where this machine's own Debian packages come from; empty leaves it to debootstrap.
debian_mirror() {
    release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 2>/dev/null | sed -n "s/^$release //p" | head -n 1
}

make_debian() {
    wish="Install a Python 3.13, or name it: make test-homeassistant PYTHON=/path/to/python3.13"
    [ "$(id -u)" = 0 ] ||
        stop "there is no Python 3.13 here, and only root can set up a Debian 13 beside this system." "$wish"
    if ! command -v debootstrap >/dev/null; then
        [ -z "${NO_APT:-}" ] && command -v apt-get >/dev/null && sh scripts/apt-install.sh debootstrap ||
            stop "there is neither Python 3.13 nor debootstrap here, and it could not be installed." "$wish"
    fi
    say "no Python 3.13 here: setting up a Debian 13 in $debian"
    # Split on purpose: no mirror is no argument.
    # shellcheck disable=SC2046
    debootstrap --variant=minbase --include=python3-venv,ca-certificates trixie "$debian" $(debian_mirror) \
        >"$home/debootstrap.log" 2>&1 || { tail -n 5 "$home/debootstrap.log" >&2 &&
        stop "there is no Python 3.13 here, and no Debian 13 could be set up ($home/debootstrap.log)." "$wish"; }
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

install_packages() {
    say "installing Home Assistant (200 MB to fetch, 800 MB on disk, some minutes)"
    inside=$(mktemp "$home/base/tmp/homeassistant-XXXXXX")
    cp "$lock" "$inside"
    # Most of its modules are never imported: not compiled, either.
    "$home/python" -m pip install --quiet --no-input --disable-pip-version-check --no-deps --no-compile \
        --require-hashes --only-binary :all: -r "/tmp/${inside##*/}" </dev/null || stop "Home Assistant could" \
        "not be installed. Check the network and the space on disk and run the same command again."
    rm "$inside"
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
