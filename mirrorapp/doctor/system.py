"""Settings, system, Python, memory: whether the mirror can run here at all."""

from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding
from mirrorapp.doctor.patient import Patient

PYTHONS = ((3, 11), (3, 12), (3, 13))
"""What there are wheels for (pyproject.toml)."""
DEBIANS = ("12", "13")
_IMAGE = "Write the card anew with Raspberry Pi OS (64-bit)."
_BITS = 64
_NEEDS_MB, _LIKES_MB = 1300, 1800
"""Some 900 MB are used at the most (systemd/mirrorapp.service), and the system wants its share. A
Pi sold with 2 GB tells of 1.8 and more, one with 1 GB of 0.9."""


def settings(patient: Patient) -> Finding:
    """Whether they can be used, all of them."""
    wrong = patient.wrong
    if wrong is None:
        return Finding("config", OK, "The settings can be used.")
    if patient.glass:
        return Finding("config", WARN, wrong.what,
                       "It was set on the glass: set it anew there, and the old one goes.")
    return Finding("config", FAIL, wrong.what, wrong.remedy)


def system(patient: Patient) -> Finding:
    """Whether it is one that the mirror was tried on."""
    machine = patient.machine
    if machine.process.system != "Linux":
        return Finding("system", FAIL, f"The mirror needs Linux; this is {machine.process.system}.",
                       "Take Raspberry Pi OS (64-bit), or Debian 12 or 13.")
    told = dict(line.split("=", 1) for line in machine.read("etc/os-release").splitlines()
                if "=" in line)
    name = told.get("PRETTY_NAME", "").strip('"')
    if not name:
        return Finding("system", UNKNOWN, "This Linux does not say which one it is.",
                       "The mirror was made for Raspberry Pi OS (64-bit), Debian 12 and 13.")
    if told.get("ID") in ("debian", "raspbian") and told.get(
            "VERSION_ID", "").strip('"') in DEBIANS:
        return Finding("system", OK, f"This is {name}.")
    return Finding("system", WARN, f"The mirror was never tried on {name}.",
                   "Take Raspberry Pi OS (64-bit), or Debian 12 or 13.")


def bits(patient: Patient) -> Finding:
    """Whether programs have 64 bits: a kernel alone that has does not help."""
    process = patient.machine.process
    if process.bits >= _BITS:
        return Finding("bits", OK, f"Programs have 64 bits here ({process.arch}).")
    if process.arch in ("aarch64", "x86_64"):
        return Finding("bits", FAIL, "The kernel has 64 bits, but the programs have 32.", _IMAGE)
    return Finding("bits", FAIL, f"This is a system of 32 bits ({process.arch}).", _IMAGE)


def python(patient: Patient) -> Finding:
    """Whether it is one that all libraries have wheels for."""
    now = patient.machine.process.python
    version = ".".join(map(str, now))
    if now in PYTHONS:
        return Finding("python", OK, f"Python is {version}.")
    return Finding("python", FAIL, f"Python {version} is none that the mirror runs on.",
                   "Take 3.11, 3.12 or 3.13, such as with make PYTHON=python3.13 run.")


def memory(patient: Patient) -> Finding:
    """Whether there is enough, and whether the service's limit can hold."""
    machine = patient.machine
    sizes = dict(line.split(":", 1) for line in machine.read("proc/meminfo").splitlines()
                 if ":" in line)
    if "MemTotal" not in sizes:
        return Finding("memory", UNKNOWN, "How much memory there is can't be told.")
    total_mb = int(sizes["MemTotal"].split()[0]) // 1024
    if total_mb < _NEEDS_MB:
        return Finding("memory", FAIL, f"{total_mb} MB of memory are too little.",
                       "Take a board with 2 GB or more.")
    if total_mb < _LIKES_MB:
        return Finding("memory", WARN, f"{total_mb} MB of memory are just enough.",
                       "End other programs, or take a board with 2 GB or more.")
    controllers = machine.read("sys/fs/cgroup/cgroup.controllers").split()
    if machine.service and controllers and "memory" not in controllers:
        return Finding("memory", WARN, "The kernel keeps no count of memory for each service.",
                       "Add cgroup_enable=memory to the line in /boot/firmware/cmdline.txt.")
    return Finding("memory", OK, f"There are {total_mb} MB of memory.")
