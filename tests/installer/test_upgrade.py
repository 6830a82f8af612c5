"""`make install` on a machine that has been lived in: the new version, or the old one as it was."""

import re

from tests.installer.bare_machine import Machine


def test_an_upgrade_keeps_settings_and_the_version_before(lived_in: Machine) -> None:
    answer = lived_in.make()
    assert answer.returncode == 0, answer.stderr
    assert lived_in.current == "2"
    assert lived_in.versions == ["1", "2"]
    assert lived_in.settings.read_text() == "# mine\n"
    assert lived_in.journal.read_text() == "7\nfirst session\n"
    assert (lived_in.state / "backups/0.tar.gz").read_text() == "6\nfirst session\n"
    assert "0.tar.gz" in answer.stderr


def test_of_many_versions_two_stay(lived_in: Machine) -> None:
    lived_in.make()
    lived_in.new_version("3", layout=7)
    lived_in.make()
    assert lived_in.current == "3"
    assert lived_in.versions == ["2", "3"]


def test_what_a_new_version_does_not_bring_any_more_is_taken_away(lived_in: Machine) -> None:
    places = lived_in.checkout / "systemd/places"
    places.write_text("".join(line for line in places.read_text().splitlines(keepends=True)
                              if "failure" not in line))
    (lived_in.checkout / "systemd/mirrorapp.service").write_text("a new one\n")
    lived_in.make()
    assert not (lived_in.root / "usr/local/lib/mirrorapp").exists()
    assert (lived_in.root / "usr/local").is_dir()
    assert (lived_in.root / "etc/systemd/system/mirrorapp.service").read_text() == "a new one\n"
    lived_in.make("rollback")
    assert (lived_in.root / "usr/local/lib/mirrorapp/failure-screen").exists()


def test_without_a_network_an_upgrade_leaves_the_old_one_running(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    lived_in.put("offline")
    before = {name: text for name, text in lived_in.looks().items() if "releases/2" not in name}
    assert lived_in.make().returncode == 1
    after = {name: text for name, text in lived_in.looks().items()
             if "releases/2" not in name and "fetched" not in name}
    assert after == before
    assert "systemctl stop mirrorapp.service" not in lived_in.diary


def test_settings_that_do_not_fit_any_more_keep_the_old_version(lived_in: Machine) -> None:
    lived_in.settings.write_text("[screen]\nwrong = 1\n")
    answer = lived_in.make()
    assert answer.returncode == 1
    assert "screen.wrong is not a setting" in answer.stderr
    assert "Mend that, then install again" in answer.stderr
    assert lived_in.current == "1"
    assert lived_in.journal.read_text() == "6\nfirst session\n"
    lived_in.settings.write_text("# mended\n")
    assert lived_in.make().returncode == 0
    assert lived_in.current == "2"


def test_a_journal_that_can_not_be_copied_keeps_the_old_version(lived_in: Machine) -> None:
    lived_in.put("full")
    answer = lived_in.make()
    assert answer.returncode == 1
    assert "no copy of the journal could be made" in answer.stderr
    assert lived_in.current == "1"


def test_a_journal_that_does_not_migrate_leads_back(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    lived_in.put("stuck")
    answer = lived_in.make()
    assert answer.returncode == 1
    assert "could not be brought to the new layout" in answer.stderr
    assert "1-" in answer.stderr.splitlines()[-1]
    assert lived_in.current == "1"
    assert lived_in.journal.read_text() == "6\nfirst session\n"
    assert (lived_in.root / "active").exists()


def test_the_mirror_stands_still_only_while_it_changes(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    lived_in.make()
    deeds = [line for line in lived_in.diary if re.search("stop|start|reload|pip", line)]
    assert deeds == [*[line for line in deeds if "pip" in line],
                     "systemctl stop mirrorapp.service",
                     "systemctl start mirrorapp.service", "systemctl start mirrorapp-backup.timer",
                     "systemctl start mirrorapp-health.timer"]


def test_units_are_read_anew_even_where_that_was_broken_off(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    (lived_in.checkout / "systemd/mirrorapp.service").write_text("a new one\n")
    lived_in.make()
    reload = lived_in.diary.index("systemctl daemon-reload")
    assert reload < lived_in.diary.index("systemctl start mirrorapp.service")
    lived_in.make()
    assert "systemctl daemon-reload" not in lived_in.diary
    (lived_in.opt / "unread").touch()
    lived_in.make()
    assert "systemctl daemon-reload" in lived_in.diary


def test_one_that_does_not_start_is_told_with_the_way_back(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    broken = lived_in.put("does-not-start")
    answer = lived_in.make()
    assert answer.returncode == 1
    assert "mirrorapp.service did not start" in answer.stderr
    assert "sudo make rollback" in answer.stderr
    broken.unlink()
    assert lived_in.make("rollback").returncode == 0
    assert lived_in.current == "1"


def test_what_somebody_switched_off_stays_off(lived_in: Machine) -> None:
    (lived_in.root / "wants/mirrorapp-backup.timer").unlink()
    lived_in.put("run/systemd/system/x")
    lived_in.make()
    assert not (lived_in.root / "wants/mirrorapp-backup.timer").exists()
    assert "systemctl start mirrorapp-backup.timer" not in lived_in.diary
    assert "systemctl start mirrorapp.service" in lived_in.diary


def test_another_python_makes_another_version(machine: Machine) -> None:
    machine.make()
    name = (machine.opt / "current").resolve().name
    machine.put("python", "3.13 64\n")
    machine.put("etc/os-release", 'ID=debian\nVERSION_ID="13"\n')
    (machine.opt / "current").resolve().joinpath("venv/bin/broken").touch()
    assert machine.make().returncode == 0
    assert (machine.opt / "current").resolve().name != name
    assert machine.make("rollback").returncode == 1  # its Python is gone, and there is no other
    assert machine.current == "1"
