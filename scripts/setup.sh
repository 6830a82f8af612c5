#!/bin/sh
# Prepares this checkout: system packages where it may, .venv, locked dependencies.
#   scripts/setup.sh run   what `make run` needs
#   scripts/setup.sh dev   that, and what tests and lint need
#   scripts/setup.sh hardware  beside that: what makes the files of hardware/ anew
#   scripts/setup.sh browser   beside that: what tests of Home Assistant's own pages need
# With everything in place it takes a moment. Broken off anywhere, it is simply run again.
#   PYTHON=python3.12   use this Python
#   VENV=folder         instead of .venv
#   NO_APT=1            leave system packages alone
#   BOARD=file          which board this is, for tests
set -eu
kind=${1:-run}
cd "$(dirname "$0")/.."
root=$(pwd -P)
venv=${VENV:-.venv}
case $venv in /*) ;; *) venv=$root/$venv ;; esac

needed_mb=1100

say() { printf 'mirrorapp set-up: %s\n' "$*" >&2; }
stop() {
    say "$@"
    exit 1
}

case $kind in
run) lock=requirements.txt ;;
dev) lock=requirements-dev.txt ;;
browser) lock=tests/homeassistant/browser.txt ;;
hardware) lock=hardware/requirements.txt ;;
*) stop "'$kind' is none of run, dev, browser and hardware." ;;
esac

# --- Python -------------------------------------------------------------------------------

# Prints "3.11 64 x86_64", or nothing where that is no Python that works.
about_python() {
    "$1" -c 'import platform, struct, sys
print("%d.%d" % sys.version_info[:2], struct.calcsize("P") * 8, platform.machine())' 2>/dev/null || true
}

check_system() {
    [ "$(uname -s)" = Linux ] || stop "needs Linux: Raspberry Pi OS (64-bit), or Debian 12 or 13; this is" \
        "$(uname -s). Nothing was changed."
}

choose_python() {
    # What .venv was made with comes first: a choice once made holds.
    for python in ${PYTHON:-"$(cat "$venv/.made-with" 2>/dev/null)" python3 python3.13 python3.12 python3.11}; do
        about=$(about_python "$python")
        case $about in
        "3.11 64 "* | "3.12 64 "* | "3.13 64 "*) version=${about%% *} && return ;;
        esac
    done
    about=$(about_python "${PYTHON:-python3}")
    stop "needs a 64-bit Python 3.11, 3.12 or 3.13; ${PYTHON:-python3} is ${about:-not there}." \
        "Install one (Debian 12 and 13 and Raspberry Pi OS 64-bit bring one), or name it: make PYTHON=/path/to/python3.13"
}

# --- System packages ----------------------------------------------------------------------

# Kind, what to look for, the Debian package that brings it, and what for.
needs() {
    cat <<EOF
lib libGL.so.1 libgl1 the window, OpenCV
lib libEGL.so.1 libegl1 the window without a desktop, MediaPipe
lib libGLESv2.so.2 libgles2 MediaPipe
lib libglib-2.0.so.0 libglib2.0-0 OpenCV
lib libxcb.so.1 libxcb1 OpenCV
lib libseccomp.so.2 libseccomp2 keeps the pose model off the network
EOF
}

# Nice to have: nothing stops without them.
wishes() {
    if [ "$kind" = browser ]; then
        echo "program chromium chromium tests of Home Assistant's own pages"
        return
    fi
    if [ "$kind" = hardware ]; then
        echo "program dot graphviz the drawings of the wiring"
        echo "program pdftoppm poppler-utils the test of what is printed"
        return
    fi
    echo "program mosquitto mosquitto the broker (the one in Python takes its place)"
    if [ -n "$is_pi" ]; then echo "module picamera2 python3-picamera2 the Raspberry Pi camera"; fi
    [ "$kind" = dev ] || return 0
    echo "program openssl openssl tests of an encrypted broker"
    echo "program strace strace the test that nothing leaves this machine"
    echo "program Xvfb xvfb the test in a real window"
    echo "program xdotool xdotool the test in a real window"
    echo "program openbox openbox the test that shares a screen"
    echo "program node nodejs the test of the example for MagicMirror²"
}

has() { # KIND NAME
    case $1 in
    # Where ldconfig tells nothing there is nothing to be sure about.
    lib) case ${libraries:-$2 } in *"$2 "*) return 0 ;; *) return 1 ;; esac ;;
    program) command -v "$2" >/dev/null || [ -x "/usr/sbin/$2" ] ;;
    module) /usr/bin/python3 -c "import importlib.util as u; exit(u.find_spec('$2') is None)" ;;
    esac
}

# Reads lines of needs() and passes on those that are missing.
missing() {
    while read -r what name package purpose; do
        has "$what" "$name" || echo "$package $purpose"
    done
}

venv_package() { # Debian splits what makes environments from its Python
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo "python$version-venv the Python environment"
}

names() { printf '%s\n' "$1" | cut -d' ' -f1 | tr '\n' ' '; }

# Sets $as_root to what runs a command as root, or fails.
find_root() {
    as_root=''
    [ "$(id -u)" = 0 ] && return
    as_root='sudo -n'
    sudo -n true 2>/dev/null
}

may_install() { [ -z "${NO_APT:-}" ] && command -v apt-get >/dev/null && find_root; }

# Installs what the lines in $1 name; fails where that fails or may not be.
install() {
    [ -n "$1" ] || return 0
    may_install || return 1
    say "installing system packages: $(names "$1")"
    # Split into words on purpose: package names, and "sudo -n".
    # shellcheck disable=SC2046,SC2086
    $as_root sh scripts/apt-install.sh $(names "$1")
}

look_for_system_packages() {
    libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | sed 's/$/ /' || true)
    needed=$(venv_package && needs | missing)
}

needed_packages() {
    look_for_system_packages
    if [ -n "$needed" ] && install "$needed"; then look_for_system_packages; fi
    [ -z "$needed" ] || name_packages
}

wished_packages() {
    wishes | missing | while read -r package purpose; do
        install "$package" || say "going on without $package: $purpose;" \
            "to have it: sudo scripts/apt-install.sh $package"
    done
}

# A set-up that was killed amid an installation left a file that keeps services from starting.
tidy_up() {
    if grep -qs "mirrorapp's set-up" /usr/sbin/policy-rc.d && may_install; then
        $as_root sh scripts/apt-install.sh
    fi
}

name_packages() {
    say "these system packages are missing, and can't be installed from here:"
    printf '%s\n' "$needed" | while read -r package purpose; do
        printf '    %-18s %s\n' "$package" "$purpose" >&2
    done
    say "please run this once, then the same command again:"
    printf '    sudo apt-get update && sudo apt-get install --no-install-recommends %s\n' \
        "$(names "$needed")" >&2
    case $needed in *-venv*) exit 1 ;; esac
}

# --- The environment ----------------------------------------------------------------------

# An environment that is there, and goes, counts as room.
check_space() {
    if [ -d "$venv" ]; then return; fi
    free_mb=$(df -Pm "${venv%/*}" 2>/dev/null | sed -n '2s/^.* \([0-9][0-9]*\)  *[0-9][0-9]*% .*/\1/p')
    [ "${free_mb:-$needed_mb}" -ge "$needed_mb" ] || stop "needs $needed_mb MB of room in ${venv%/*}, of" \
        "which $free_mb MB are free. Nothing was changed. Free some, or name another folder: VENV=folder"
}

# What an environment is bound to: another Python or place needs another environment.
made_for() {
    echo "$about $venv $root ${is_pi:+with system packages}"
}

fingerprint() {
    { made_for && cat "$lock" pyproject.toml scripts/setup.sh; } | sha256sum | cut -d' ' -f1
}

is_ready() { [ "$(cat "$venv/.stamp-$kind" 2>/dev/null)" = "$(fingerprint)" ]; }

make_venv() {
    # What is installed over what the system has is never told apart from it again: a Pi's is made anew.
    if [ -z "$is_pi" ] && [ "$(cat "$venv/.made-for" 2>/dev/null)" = "$(made_for)" ] &&
        [ ! -e "$venv/.unfinished" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        return
    fi
    check_space
    say "making the Python $version environment"
    "$python" -m venv --clear ${is_pi:+--system-site-packages} "$venv" ||
        stop "the environment $venv could not be made."
    "$venv/bin/python" -c 'import sys; print(sys._base_executable)' >"$venv/.made-with"
    made_for >"$venv/.made-for"
}

pip() { "$venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --no-deps "$@" </dev/null; }

install_locked() { # WHAT, OPTION...
    say "installing $1"
    shift
    pip --require-hashes --only-binary :all: -r "$lock" "$@" || stop "the Python packages could not be" \
        "installed. Check the network and the space on disk and run the same command again: what was" \
        "fetched is kept. Without a network: PIP_NO_INDEX=1 PIP_FIND_LINKS=/folder/of/wheels make run"
}

install_browser() {
    rm -f "$venv/.stamp-browser"
    # Half-installed packages look whole to pip; these are few.
    install_locked "what opens pages in a browser (50 MB to fetch, 170 MB on disk)" --force-reinstall
}

install_hardware() {
    rm -f "$venv/.stamp-hardware"
    install_locked "what draws the hardware (200 MB to fetch, 700 MB on disk)"
}

install_dependencies() {
    # Half-installed packages look whole to pip: while this file is there, start afresh.
    : >"$venv/.unfinished"
    rm -f "$venv"/.stamp-*
    # What a Pi's system has of these, in whatever version, is not counted on.
    install_locked "the Python packages (the first time 200 MB to fetch, 800 MB on disk)" \
        ${is_pi:+--ignore-installed}
    pip --no-build-isolation --no-index --editable . || stop "mirrorapp itself could not be installed."
    rm "$venv/.unfinished"
}

stamp() {
    fingerprint >"$venv/.stamp-$kind"
    # What develops also runs.
    if [ "$kind" = dev ]; then kind=run lock=requirements.txt && fingerprint >"$venv/.stamp-run"; fi
}

check_system
choose_python
is_pi=''
if grep -aqsi 'raspberry pi' "${BOARD:-/proc/device-tree/model}"; then is_pi=yes; fi
tidy_up
needed_packages
if ! is_ready; then
    # One at a time; the lock is on the folder itself and ends with this process.
    exec 9<"$root"
    flock -n 9 || { say "waiting for another set-up of this folder" && flock 9; }
    if ! is_ready; then
        wished_packages
        make_venv
        case $kind in
        browser) install_browser ;;
        hardware) install_hardware ;;
        *) install_dependencies ;;
        esac
        stamp
        say "done"
    fi
fi
if [ -n "$needed" ] && [ -z "${NO_APT:-}" ]; then stop "stopped: the system packages named above are missing."; fi
