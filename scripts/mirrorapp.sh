#!/bin/sh
# The command `mirrorapp` of a machine that the mirror is installed on. Root gets to the mirror's own
# journal and settings, as its user: what root wrote there the mirror could not read. Anybody else
# has the program with a journal of their own.
program=/opt/mirrorapp/current/venv/bin/mirrorapp
secrets=/etc/mirrorapp/credentials
[ "$(id -u)" = 0 ] || exec "$program" "$@"

as_mirror="setpriv --reuid mirrorapp --regid mirrorapp --init-groups env HOME=/var/lib/mirrorapp
    XDG_STATE_HOME=/var/lib XDG_CACHE_HOME=/var/cache MESA_SHADER_CACHE_DIR=/var/cache/mirrorapp
    PYTHONNOUSERSITE=1"
command=''
for each in "$@"; do
    case $each in -*) ;; *) command=$each && break ;; esac
done
# Split into words on purpose.
# shellcheck disable=SC2086
case $command in
hub | doctor) ;;
*) exec $as_mirror "$program" "$@" ;;
esac

# Who speaks to the broker is handed what is root's alone, as systemd hands it to the service: in
# memory, and for as long as it takes.
given=$(mktemp -d -p /run mirrorapp.XXXXXX) || exit 1
trap 'rm -rf "$given"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
if [ -d "$secrets" ]; then find "$secrets" -maxdepth 1 -type f -exec cp {} "$given" \;; fi
# First, for what is no longer root's may be anything by then.
chmod -R u=rX,go= "$given"
chown -R mirrorapp: "$given"
# shellcheck disable=SC2086
$as_mirror CREDENTIALS_DIRECTORY="$given" "$program" "$@"
