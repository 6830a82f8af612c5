# Part of scripts/install.sh: makes a version, complete before it is used.
# shellcheck shell=sh disable=SC2154 # what is not set here that sets

# What a version is made of: of other content, or for another Python, it is another one.
sources() {
    find mirrorapp config systemd scripts/mirrorapp.sh pyproject.toml requirements.txt README.md LICENSE \
        NOTICE -type f ! -name '*.pyc' | LC_ALL=C sort
}
name_release() {
    version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' mirrorapp/__init__.py)
    print=$({ python_version; sources | tr '\n' '\0' | xargs -0 sha256sum; } | sha256sum)
    release=$opt/releases/$version-$(printf %.10s "$print")
}

# An upgrade of the system may take its Python away.
is_whole() { [ -e "$1/whole" ] && "$1/venv/bin/python" -c '' 2>/dev/null; }

# What the link $1 leads to, or nothing.
leads() { if [ -L "$1" ]; then readlink -f "$1"; fi; }

pip() {
    TMPDIR=$release/tmp PIP_CACHE_DIR=$opt/fetched PIP_DISABLE_PIP_VERSION_CHECK=1 \
        "$release/venv/bin/python" -m pip install --quiet --no-input --no-deps "$@" </dev/null
}

build() {
    if is_whole "$release"; then return; fi
    say "building ${release##*/} (the first time 200 MB to fetch, 750 MB on disk, some minutes)"
    run rm -rf "$release"
    run mkdir -p "$release/tmp"
    # picamera2 is the system's, since it goes with the system's libcamera.
    run "$python" -m venv --system-site-packages "$release/venv"
    # What the system has of these, in whatever version, is not counted on.
    run pip --ignore-installed --require-hashes --only-binary :all: -r requirements.txt ||
        stop "the Python packages could not be installed. Check the network and the room on the disk," \
            "then install again: what was fetched is kept."
    run pip --no-build-isolation --no-index . || stop "the program itself could not be installed."
    run mkdir -p "$release/venv/share/mirrorapp/models" "$release/bin"
    run cp -R systemd "$release/systemd"
    run cp scripts/mirrorapp.sh "$release/bin/mirrorapp"
    run rm -rf "$release/tmp"
    run sync -f "$release" # else a power cut might leave empty files in what is called whole
    run touch "$release/whole"
}

# Beside the program, which can't fetch one later: its service reaches nothing outside the house.
make_model() {
    run quietly "$release/venv/bin/python" -P -m mirrorapp.vision.model ||
        stop "the pose model could not be made. What to do stands above; then install again."
}

check_camera() {
    is_installed python3-picamera2 && [ -z "${DRY:-}" ] || return 0
    quietly "$release/venv/bin/python" -P -c 'import picamera2' ||
        say "the Pi camera's software does not load (above). Until it does the mirror takes a webcam:" \
            "sudo apt-get full-upgrade, then install again."
}
