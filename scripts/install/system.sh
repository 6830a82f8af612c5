# Part of scripts/install.sh: what a version puts into the system: account, settings, units.
# shellcheck shell=sh disable=SC2154 # what is not set here that sets

make_account() {
    run systemd-sysusers ${root:+--root="$root"} "$PWD/systemd/mirrorapp.sysusers"
    run systemd-tmpfiles ${root:+--root="$root"} --create "$PWD/systemd/mirrorapp.tmpfiles"
}

make_settings() {
    [ ! -e "$settings" ] || return 0
    run mkdir -p "${settings%/*}"
    run write_settings "$settings"
}

write_settings() {
    cat >"$1.new" <<'END'
# This mirror's settings: only what differs from what is built in. All there is, and what is allowed:
# docs/settings.md and config/mirror.toml. What is set on the glass wins over this file.

[camera]
source = "live"  # the Pi's camera, else a webcam: waited for, and never a film in its place

# [screen]
# language = "de"
# inches = 24.0
#
# [hub]
# host = "homeassistant.local"
# username = "mirror"
# password_file = "broker-password"  # what is in /etc/mirrorapp/credentials/broker-password
END
    mv "$1.new" "$1"
}

# --- Files of the system ------------------------------------------------------------------

# Of a version: file, place, mode.
files_of() {
    version_of_systemd=$(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')
    echo "$1/bin/mirrorapp /usr/local/bin/mirrorapp 755"
    while read -r file place mode; do
        case $file in
        '' | '#'*) continue ;;
        */trixie.conf) [ "${version_of_systemd:-0}" -ge 257 ] || continue ;;
        esac
        echo "$1/systemd/$file $place $mode"
    done <"$1/systemd/places"
}

list() { cat "$opt/files" 2>/dev/null || true; }

# Before anything is put anywhere its place is on the list, so that it is found again in any case.
place_files() {
    if [ -n "${DRY:-}" ] && ! is_whole "$1"; then
        run "put what systemd/places names in its places"
        return
    fi
    places=$(files_of "$1" | cut -d' ' -f2)
    before=$(list)
    run write_list "$opt/files" "$before" "$places"
    while read -r file place mode; do
        cmp -s "$file" "$root$place" && continue
        run touch "$opt/unread" # until who reads these files has read them anew
        run put "$file" "$root$place" "$mode"
    done <<END
$(files_of "$1")
END
    printf '%s\n' "$before" | grep -vxF -e "$places" -e '' | remove_files
    run write_list "$opt/files" "$places"
}

remove_files() {
    while read -r place; do
        run rm -f "$root$place"
        case ${place%/*} in *mirrorapp*) remove_empty "$root${place%/*}" ;; esac
    done
}
remove_empty() { if [ -d "$1" ]; then run rmdir --ignore-fail-on-non-empty "$1"; fi; }

write_list() { # FILE LINES...
    listing=$1
    shift
    printf '%s\n' "$@" | sort -u | sed '/^$/d' >"$listing.new"
    mv "$listing.new" "$listing"
}

put() {
    mkdir -p "${2%/*}"
    cp "$1" "$2.new"
    chmod "$3" "$2.new"
    mv "$2.new" "$2"
}

# What somebody has switched off stays off.
enable_units() {
    for unit in $units; do
        grep -qsx "$unit" "$opt/enabled" && continue
        run systemctl ${root:+--root="$root"} --quiet enable "$unit"
        run write_list "$opt/enabled" "$(cat "$opt/enabled" 2>/dev/null)" "$unit"
    done
}

# Whoever reads what was put in place reads it anew.
reload() {
    [ -e "$opt/unread" ] || return 0
    run systemctl daemon-reload
    if command -v udevadm >/dev/null; then
        run udevadm control --reload || true
        run udevadm trigger || true
    fi
    run systemctl try-restart systemd-journald.service || true
    run rm -f "$opt/unread"
}

start() {
    if ! runs_systemd; then
        run rm -f "$opt/unread"
        say "systemd does not run here: the mirror starts with the machine."
        return
    fi
    reload
    run systemctl reset-failed mirrorapp.service || true
    halted=''
    for unit in $units; do
        if ! systemctl --quiet is-enabled "$unit"; then continue; fi
        run systemctl start "$unit" || { say "$unit did not start; why: sudo journalctl -u $unit -n 50." \
            "${back:+The version before: sudo make rollback}" && failed=yes; }
    done
}

halt() {
    if ! runs_systemd || [ ! -e "$root/etc/systemd/system/mirrorapp.service" ]; then return; fi
    case $(systemctl is-active mirrorapp.service) in active | activating | reloading) halted=yes ;; esac
    run systemctl stop mirrorapp.service
}

# What was halted goes on, whatever becomes of this.
go_on() {
    if [ -n "$halted" ]; then run systemctl start mirrorapp.service || true; fi
}
