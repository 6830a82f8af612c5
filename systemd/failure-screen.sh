#!/bin/sh
# What the bare screen says when the mirror does not start. Goes to
# /usr/local/lib/mirrorapp/failure-screen: an upgrade that went wrong can't take it along.
#   failure-screen [ROOT]   with the settings beneath ROOT
set -u
root=${1:-}
export LC_ALL=C.UTF-8
columns=58

# What was set on the glass comes last and wins. Its folder is the mirror's: what lies there may be no
# file, and be read for ever.
language() {
    for file in "$root/etc/mirrorapp/mirror.toml" "$root/var/lib/mirrorapp/settings.toml"; do
        [ ! -f "$file" ] || head -c 65536 "$file"
    done 2>/dev/null |
        sed -n 's/^language *= *"\([a-z]*\)".*/\1/p' | tail -n 1
}

log() {
    journalctl --no-pager --output=cat --lines=200 _SYSTEMD_UNIT=mirrorapp.service 2>/dev/null
}

# What was said to somebody, rather than where in the program it was; no sign of it may steer the console.
last_words() {
    { log | grep -E '^(ERROR |mirrorapp: | {11})' || log; } | tail -n 2 |
        sed 's/[^[:print:]]//g; s/^ *//' | cut -c 1-300 | fold -s -w "$columns" | sed 's/^/    /'
}

german() {
    cat <<END

  DER SPIEGEL STARTET NICHT

  Er hat es mehrmals versucht und versucht es jede Stunde
  wieder. Was du trainiert hast, ist noch da.

  Was du tun kannst:

  1. Sind Kamera und Bildschirm fest eingesteckt?
     Zieh den Stecker, warte zehn Sekunden, steck ihn ein.

  2. Kommt das hier wieder, braucht es jemanden mit einer
     Tastatur (Strg+Alt+F2) oder über das Netz (ssh):

       sudo journalctl -u mirrorapp -n 50    was los ist
       sudo systemctl reset-failed mirrorapp
       sudo systemctl restart mirrorapp      noch einmal

  Das letzte, was er gesagt hat (englisch):

END
}

english() {
    cat <<END

  THE MIRROR DOES NOT START

  It tried several times, and tries again every hour.
  Whatever you have trained is still there.

  What you can do:

  1. Are camera and screen plugged in firmly? Pull the
     plug, wait for ten seconds, plug it in again.

  2. If this comes back, it takes somebody with a keyboard
     (Ctrl+Alt+F2), or over the network (ssh):

       sudo journalctl -u mirrorapp -n 50    what is wrong
       sudo systemctl reset-failed mirrorapp
       sudo systemctl restart mirrorapp      once more

  The last thing it said:

END
}

# Where there is a console; a font twice as large as usual, else the usual one at double size.
chvt 1 2>/dev/null
setfont Uni2-TerminusBold32x16 2>/dev/null || setfont -d 2>/dev/null
printf '\033c'
case $(language) in
de) german ;;
*) english ;;
esac
words=$(last_words)
printf '%s\n' "${words:-    -}"
