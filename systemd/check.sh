#!/bin/sh
# Looks through the units as systemd itself does, without installing or starting anything: verify finds
# nothing to complain of, and what the mirror's own units could do to the machine stays below 1.6.
#   systemd/check.sh        says nothing where all is well
# Needs systemd-analyze (252 or later); what the machine's systemd can't look at yet is left out.
set -eu
cd "$(dirname "$0")"
highest=16 # tenths
program=/opt/mirrorapp/current/venv/bin/mirrorapp
failure=/usr/local/lib/mirrorapp/failure-screen
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is not here: apt install systemd" >&2; exit 2; }
version=$(systemd-analyze --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=''

complain() {
    echo "$*" >&2
    wrong=yes
}

# Copies FILE to PLACE; programs that are not installed here are there for what looks.
copy() {
    mkdir -p "$(dirname "$2")"
    sed "s,$program,/bin/true,;s,$failure,/bin/true,;s,/usr/bin/labwc,/bin/true,;s,%h/mirrorapp/.venv/bin/mirrorapp,/bin/true," "$1" >"$2"
}

# OPTION, FOLDER with all units that are there at once, and which of them
verify() {
    option=$1 folder=$2
    shift 2
    for unit; do
        said=$(XDG_RUNTIME_DIR=$work SYSTEMD_UNIT_PATH=$folder: systemd-analyze "$option" --man=no \
            --recursive-errors=no verify "$folder/${unit##*/}" 2>&1) || said=${said:-$unit is refused}
        [ -z "$said" ] || complain "$said"
    done
}

for unit in ./*.service ./*.timer ./*.path; do copy "$unit" "$work/system/$unit"; done
[ "$version" -lt 257 ] ||
    copy mirrorapp.service.d/trixie.conf "$work/system/mirrorapp.service.d/trixie.conf"
verify --system "$work/system" ./*.service ./*.timer ./*.path

# The other ways: turned by labwc, and beside another program that has a unit.
cp -R "$work/system" "$work/turned"
copy labwc/mirrorapp-labwc.service "$work/turned/mirrorapp-labwc.service"
copy labwc/mirrorapp.conf "$work/turned/mirrorapp.service.d/labwc.conf"
printf '[Service]\nExecStart=/bin/true\n' >"$work/turned/other.service"
copy hand-over.conf "$work/turned/other.service.d/mirrorapp.conf"
verify --system "$work/turned" mirrorapp.service mirrorapp-labwc.service other.service

for unit in user/*; do copy "$unit" "$work/$unit"; done
verify --user "$work/user" user/*

for unit in mirrorapp.service mirrorapp-backup.service mirrorapp-health.service; do
    said=$(systemd-analyze security --offline=true --threshold=$highest --no-pager "$work/system/$unit" 2>&1) ||
        complain "$(echo "$said" | tail -n 1)"
done

if udevadm verify --help >/dev/null 2>&1; then
    said=$(udevadm verify --resolve-names=never ./*.rules 2>&1) || complain "$said"
fi
sh -n failure-screen.sh || wrong=yes
[ -z "$wrong" ]
