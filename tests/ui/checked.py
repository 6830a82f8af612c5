"""What the doctor finds on a mirror that was built in a hurry."""

from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding

CHECKED = (
    Finding("config", OK, "The settings can be used."),
    Finding("system", OK, "This is Debian GNU/Linux 13 (trixie)."),
    Finding("bits", OK, "Programs have 64 bits here (aarch64)."),
    Finding("python", OK, "Python is 3.13."),
    Finding("memory", OK, "There are 3972 MB of memory."),
    Finding("camera", WARN, "The mirror takes the Pi camera imx708; there is also webcam C920.",
            "Another is taken with camera.source and camera.device in mirror.toml, or in "
            "Settings."),
    Finding("devices", FAIL, "mirrorapp may not use /dev/input/event5.",
            "Add it to its groups: sudo usermod -aG input mirrorapp; then restart."),
    Finding("files", OK, "What is trained can be kept in /var/lib/mirrorapp, and is private."),
    Finding("graphics", OK, "The graphics chip draws: V3D 7.1.7.0."),
    Finding("touch", OK, "There is one touchscreen: ILITEK ILITEK-TP."),
    Finding("rotation", WARN, "The panel lies on its side: 1920 × 1080.",
            "Have it turned by labwc (docs/kiosk.md): without a desktop no picture can be "
            "turned."),
    Finding("clock", WARN, "The clock is set by nobody, and stands still without power.",
            "Connect the mirror to the network, and turn time on: "
            "sudo timedatectl set-ntp true."),
    Finding("zone", OK, "The time zone is Europe/Berlin."),
    Finding("space", OK, "51234 MB are free in /var/lib/mirrorapp."),
    Finding("power", FAIL, "The board gets too little power just now.",
            "Take the board's own power supply, and a short, thick cable."),
    Finding("temperature", UNKNOWN, "This machine does not tell how warm it is."),
    Finding("model", OK, "The pose model pose_landmarker_full.task is whole."),
    Finding("wall", OK, "The pose model has no network: it tried and was refused."),
)
