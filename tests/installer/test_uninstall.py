"""`make uninstall`."""

from tests.installer.bare_machine import Machine


def test_uninstalling_leaves_what_is_yours(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    answer = lived_in.make("uninstall")
    assert answer.returncode == 0, answer.stderr
    assert not lived_in.opt.exists()
    assert lived_in.settings.read_text() == "# mine\n"
    assert lived_in.journal.exists()
    left = {name for name in lived_in.looks() if "mirrorapp" in name}
    assert left == {"etc/mirrorapp/mirror.toml", "var/lib/mirrorapp/journal.sqlite3"}
    assert not list((lived_in.root / "wants").iterdir())
    assert "systemctl stop mirrorapp*.service mirrorapp*.timer" in lived_in.diary
    assert "PURGE=1" in answer.stderr
    answer = lived_in.make("uninstall", PURGE="1")
    assert answer.returncode == 0, answer.stderr
    assert not [name for name in lived_in.looks() if "mirrorapp" in name]
    assert "mirrorapp" not in (lived_in.root / "etc/passwd").read_text()
