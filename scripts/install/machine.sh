# Part of scripts/install.sh: what machine this is, and its packages.
# shellcheck shell=sh disable=SC2154 # what is not set here that sets

check_machine() {
    [ "$(id -u)" = 0 ] || stop "needs root: sudo make $deed"
    command -v systemctl >/dev/null || stop "needs systemd, which is not on this machine."
    [ "$deed" = install ] || return 0
    check_system
    check_space
}

check_system() {
    # shellcheck disable=SC1091
    system=$(. "$root/etc/os-release" && echo "${ID:-} ${VERSION_ID:-${VERSION_CODENAME:-}}" "(${PRETTY_NAME:-?})") || system='?'
    case $system in
    "debian 12 "* | "debian 13 "* | "raspbian 12 "* | "raspbian 13 "*) ;;
    *) stop "knows Raspberry Pi OS and Debian, 12 (Bookworm) and 13 (Trixie); this is $system." \
        "Nothing was changed. To try the mirror here without installing it: make run" ;;
    esac
    processor=$(dpkg --print-architecture)
    case $processor in
    amd64 | arm64) ;;
    *) stop "needs a 64-bit system; this one is $processor. Nothing was changed." \
        "On a Raspberry Pi 3, 4 or 5 write Raspberry Pi OS (64-bit) to the card, then install again." ;;
    esac
}

check_space() {
    if is_whole "$release"; then return; fi
    place=$opt
    while [ ! -d "$place" ]; do place=${place%/*}; [ -n "$place" ] || place=/; done
    free_mb=$(df -Pm "$place" | awk 'NR == 2 { print $4 }')
    [ "$free_mb" -ge "$needed_mb" ] || stop "needs $needed_mb MB of room in ${place:-/}, of which" \
        "$free_mb MB are free. Nothing was changed. Free some (sudo apt-get clean), then install again."
}

# As in "3.11 64".
python_version() { "$python" -c 'import struct, sys
print("%d.%d %d" % (*sys.version_info[:2], struct.calcsize("P") * 8))' 2>/dev/null || echo 'not there'; }

check_python() {
    found=$(python_version)
    case $found in
    "3.11 64" | "3.12 64" | "3.13 64") ;;
    *) [ -n "${DRY:-}" ] || stop "needs the system's own Python, 3.11 to 3.13 in 64 bit; $python is" \
        "$found. Raspberry Pi OS and Debian, 12 and 13, bring the right one: put that back" \
        "(sudo apt-get install --reinstall python3-minimal), then install again." ;;
    esac
}

# --- System packages ----------------------------------------------------------------------

# The window without a desktop, OpenCV, MediaPipe; the wall around the pose model; tones; a private
# broker for a home without one.
packages() {
    echo python3 python3-venv libgl1 libegl1 libgles2 libgl1-mesa-dri libgbm1 libdrm2 libglib2.0-0 \
        libxcb1 libseccomp2 alsa-utils mosquitto
}

# Raspberry Pi OS alone has the camera's, and a sensor's pins want no other; its lists may never have been fetched.
pi_packages() {
    knows_camera || { is_pi && apt-get -qq update >/dev/null 2>&1 && knows_camera; } || return 0
    echo python3-picamera2 python3-gpiozero python3-lgpio
}
knows_camera() { apt-cache show python3-picamera2 >/dev/null 2>&1; }
is_pi() { grep -aqsi 'raspberry pi' "$root/proc/device-tree/model"; }

is_installed() { dpkg-query --show --showformat '${Status}' "$1" 2>/dev/null | grep -q 'ok installed$'; }

# Debian 13 gave some libraries new names.
missing_packages() {
    for package in $(packages) $(pi_packages); do
        is_installed "$package" || is_installed "${package}t64" || printf '%s ' "$package"
    done
}

install_packages() {
    [ -z "${NO_APT:-}" ] || return 0
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    say "installing system packages: $missing"
    # Split into words on purpose.
    # shellcheck disable=SC2086
    run sh scripts/apt-install.sh $missing || stop "the system packages could not be installed." \
        "Check the network, then install again."
}
