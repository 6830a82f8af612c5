#!/bin/sh
# Installs Debian packages, as root, without a question and without starting a service.
#   scripts/apt-install.sh PACKAGE...
# Debian starts a broker on port 1883 as soon as the package mosquitto is there. We want the
# program only: a policy file refuses service starts meanwhile, and then the service is
# disabled, unless it was installed before.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
mark="# written by mirrorapp's set-up, safe to delete"
policy=/usr/sbin/policy-rc.d
log=$(mktemp)
ours=''

ours_is_there() { [ -f "$policy" ] && grep -qF "$mark" "$policy"; }

forbid_services() {
    [ -e "$policy" ] || { printf '#!/bin/sh\n%s\nexit 101\n' "$mark" >"$policy" && chmod 755 "$policy"; }
}

finish() {
    status=$?
    trap - EXIT
    if [ -n "$ours" ] && [ -x /usr/sbin/mosquitto ]; then
        update-rc.d mosquitto disable >/dev/null 2>&1 || true
    fi
    if ours_is_there; then rm -f "$policy"; fi
    rm -f "$log"
    exit "$status"
}

apt() {
    # A fresh machine often updates itself just now: wait for it.
    apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 </dev/null
}

mend() { dpkg --configure -a >"$log" 2>&1 </dev/null || true; }

# What an installation that was broken off left half unpacked is fetched anew.
refresh() { apt update && { apt install --yes --no-install-recommends --fix-broken || true; }; }

exec 8</var/lib/dpkg # one at a time, or one would lift the other's policy
flock 8
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# A policy of ours that is still there means that the last run was killed half-way.
if [ ! -x /usr/sbin/mosquitto ] || ours_is_there; then ours=1; fi
forbid_services
if [ $# -gt 0 ]; then
    # Mostly the first try does. If not, an installation may have been broken off, or the
    # package lists are old or missing.
    apt install --yes --no-install-recommends "$@" ||
        { mend && refresh && apt install --yes --no-install-recommends "$@"; } ||
        { tail -n 15 "$log" >&2; exit 1; }
elif [ -n "$ours" ]; then
    mend
fi
