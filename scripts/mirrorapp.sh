#!/bin/sh
# The command `mirrorapp` of a machine that the mirror is installed on. Root gets to the mirror's own
# journal and settings, as its user: what root wrote there the mirror could not read. Anybody else
# has the program with a journal of their own.
program=/opt/mirrorapp/current/venv/bin/mirrorapp
[ "$(id -u)" = 0 ] || exec "$program" "$@"
exec setpriv --reuid mirrorapp --regid mirrorapp --init-groups env HOME=/var/lib/mirrorapp \
    XDG_STATE_HOME=/var/lib XDG_CACHE_HOME=/var/cache MESA_SHADER_CACHE_DIR=/var/cache/mirrorapp \
    PYTHONNOUSERSITE=1 "$program" "$@"
