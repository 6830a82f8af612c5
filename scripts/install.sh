#!/bin/sh
# Puts the mirror on a machine of its own: Raspberry Pi OS or Debian, 12 or 13, 64 bit. As root.
#   scripts/install.sh install     also upgrades; what is done already takes a moment
#   scripts/install.sh rollback    back to the version before, and from there forward again
#   scripts/install.sh uninstall   leaves settings and journal; PURGE=1 takes those, too
#   DRY=1      say what would be done, and do nothing
#   NO_APT=1   leave system packages alone
# Broken off anywhere, it is simply run again (docs/install.md): a version is complete before it is
# used, and comes into use by the renaming of one link.
set -eu
umask 022
deed=${1:-install}
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
root=${ROOT:-} # of another system beside this one: for tests
opt=$root/opt/mirrorapp
state=$root/var/lib/mirrorapp
settings=$root/etc/mirrorapp/mirror.toml
python=$root/usr/bin/python3
needed_mb=1600
units='mirrorapp.service mirrorapp-backup.timer mirrorapp-health.timer'

say() { printf 'mirrorapp: %s\n' "$*" >&2; }
stop() {
    say "$@"
    exit 1
}

# Does it, or with DRY=1 says so.
run() { if [ -n "${DRY:-}" ]; then printf '    %s\n' "$*"; else "$@"; fi; }

quietly() { "$@" >/dev/null; }

# As the user that the mirror runs as, who may not be allowed into this folder.
as_mirror() {
    (cd / && exec setpriv --reuid mirrorapp --regid mirrorapp --init-groups env HOME="$state" \
        XDG_STATE_HOME="${state%/*}" XDG_CACHE_HOME="$root/var/cache" PYTHONNOUSERSITE=1 "$@")
}

runs_systemd() { [ -d "$root/run/systemd/system" ]; }

. scripts/install/machine.sh
. scripts/install/version.sh
. scripts/install/system.sh

# --- From one version to another ----------------------------------------------------------

# Whether the version $1 can use settings and journal, whose place it says; 3 where a newer one
# wrote them.
fits() { as_mirror "$1/venv/bin/python" -P -m mirrorapp.upkeep.fitting ${2:+"$2"}; }

check_fit() {
    [ -z "${DRY:-}" ] || return 0
    journal=$(fits "$release") || stop "${release##*/} can't use what is there (above). Nothing was" \
        "changed: what is installed goes on. Mend that, then install again."
}

# A copy of all that is kept, read back and brought to the new layout, to see that this can be done.
copy_kept() { # VERSION, FILE that the copy's name goes into
    [ -e "$journal" ] || return 0
    said=$(as_mirror "$1/venv/bin/mirrorapp" backup) || stop "no copy of the journal could be made" \
        "(above). Nothing was changed: the mirror goes on as it is."
    made=$(printf '%s\n' "$said" | sed -n 's/^backup *//p')
    run write_list "$2" "$made"
    say "what is kept was copied first: $made"
}

switch_to() {
    run ln -sfn "releases/${1##*/}" "$opt/current.new"
    run mv -T "$opt/current.new" "$opt/current"
}

# What it takes for the version $1 to use what is kept again: nothing, or the copy that was made
# before the version $2 came. Sets $copy.
look_back() {
    copy=''
    status=0
    said=$(fits "$1" 2>&1) || status=$?
    case $status in
    0) return ;;
    3) ;;
    *) stop "${1##*/} can't use the settings: $said Nothing was changed." ;;
    esac
    copy=$(cat "$2/copy" 2>/dev/null) || copy=''
    [ -e "$copy" ] || stop "$said The copy from before the upgrade is gone, too. Nothing was changed."
}

restore_copy() { # by the version $1, while $2 is there
    [ -n "$copy" ] || return 0
    journal=$(fits "$2")
    copy_kept "$2" "$opt/kept-since"
    quietly as_mirror "$1/venv/bin/mirrorapp" restore "$copy" ||
        stop "the copy could not be restored (above). ${2##*/} goes on with what was there."
    say "the journal is as before the upgrade. What was done since is in $(cat "$opt/kept-since"):" \
        "sudo mirrorapp restore brings it back once the newer version is there again."
}

upgrade() {
    from=$(leads "$opt/current")
    if [ -L "$release/before" ]; then back=yes; fi
    if [ "$from" = "$release" ]; then return; fi
    [ -n "${DRY:-}" ] || copy_kept "$release" "$release/copy"
    if is_whole "$from"; then
        run ln -sfn "../${from##*/}" "$release/before"
        back=yes
    fi
    halt
    switch_to "$release"
}

# A journal comes to the new layout in whole steps, and was copied before.
migrate() {
    [ -z "${DRY:-}" ] && [ -e "$journal" ] || return 0
    if quietly fits "$release" --settle; then return; fi
    say "the journal could not be brought to the new layout (above)."
    [ -n "$back" ] || exit 1
    say "going back."
    rollback
    exit 1
}

# All goes but what is in use and what rollback goes to.
tidy() {
    [ -z "${DRY:-}" ] || return 0
    keep=$(leads "$opt/current")
    beside=$(leads "$keep/before")
    for each in "$opt"/releases/*; do
        case $each in "$keep" | "$beside") ;; *) rm -rf "$each" ;; esac
    done
    rm -rf "$opt/fetched" "$opt/going-back" "$opt"/*.new
}

# --- The three deeds ----------------------------------------------------------------------

ended() {
    [ -z "$failed" ] || exit 1
    [ -z "${DRY:-}" ] || { say "so far what would be done; nothing was." && exit 0; }
}

alone() {
    run mkdir -p "$opt/releases"
    [ -d "$opt" ] || return 0
    exec 9<"$opt" # the lock is on the folder itself and ends with this process
    flock -n 9 || stop "another installation is under way; wait until it has ended."
}

install() {
    name_release
    check_machine
    alone
    install_packages
    check_python
    name_release # by the Python that is there now
    make_account
    make_settings
    build
    check_fit
    make_model
    check_camera
    upgrade
    migrate
    place_files "$release"
    enable_units
    start
    tidy
    ended
    say "${release##*/} is installed. Settings: $settings; journal: $state." \
        "Its commands: sudo mirrorapp --help"
}

rollback() {
    check_machine
    alone
    from=$(leads "$opt/current")
    # A rollback that was broken off is gone on with, and not taken back.
    target=$(cat "$opt/going-back" 2>/dev/null || leads "$from/before")
    is_whole "${target:-/nowhere}" || stop "there is no version before ${from##*/} to go back to."
    if [ "$target" != "$from" ]; then
        [ -n "${DRY:-}" ] || look_back "$target" "$from"
        run write_list "$opt/going-back" "$target"
        halt
        [ -n "${DRY:-}" ] || restore_copy "$target" "$from"
        run ln -sfn "../${from##*/}" "$target/before"
        switch_to "$target"
    fi
    # Forward again; where that fails the mirror tries and tells.
    [ -n "${DRY:-}" ] || quietly fits "$target" --settle || true
    place_files "$target"
    start
    run rm -f "$opt/going-back"
    ended
    say "${target##*/} is back. Forward again: sudo make rollback, or install."
}

uninstall() {
    check_machine
    alone
    for unit in $units; do
        if [ -e "$root/etc/systemd/system/$unit" ]; then
            run systemctl ${root:+--root="$root"} --quiet disable "$unit"
        fi
    done
    if runs_systemd; then run systemctl stop 'mirrorapp*.service' 'mirrorapp*.timer' || true; fi
    list | remove_files
    run rm -rf "$opt"
    if runs_systemd; then run systemctl daemon-reload; fi
    [ -n "${PURGE:-}" ] || ended
    if [ -z "${PURGE:-}" ]; then
        say "the program is gone. Settings (${settings%/*}), journal and backups ($state) and the user" \
            "mirrorapp are still there; to remove those, too: sudo make uninstall PURGE=1"
        return
    fi
    run rm -rf "${settings%/*}" "$state" "$root/var/cache/mirrorapp"
    if grep -qs '^mirrorapp:' "$root/etc/passwd"; then run userdel ${root:+--root "$root"} mirrorapp; fi
    ended
    say "the program, its settings, the journal, its backups and the user mirrorapp are gone."
}

failed='' back='' halted=''
trap 'status=$?; go_on; exit $status' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
case $deed in
install | rollback | uninstall) "$deed" ;;
*) stop "'$deed' is none of install, rollback and uninstall." ;;
esac
