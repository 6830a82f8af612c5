"""`make rollback`: the version before, with a journal that it can read."""

from tests.installer.bare_machine import Machine


def test_a_rollback_goes_back_and_forward(lived_in: Machine) -> None:
    lived_in.new_version("2", layout=6)
    lived_in.make()
    lived_in.journal.write_text("6\nfirst session\nsecond session\n")
    answer = lived_in.make("rollback")
    assert answer.returncode == 0, answer.stderr
    assert lived_in.current == "1"
    assert lived_in.journal.read_text() == "6\nfirst session\nsecond session\n"
    assert lived_in.make("rollback").returncode == 0
    assert lived_in.current == "2"


def test_a_rollback_over_a_change_of_layout_brings_the_copy_back(lived_in: Machine) -> None:
    lived_in.make()
    lived_in.journal.write_text("7\nfirst session\nsecond session\n")
    answer = lived_in.make("rollback")
    assert answer.returncode == 0, answer.stderr
    assert lived_in.current == "1"
    assert lived_in.journal.read_text() == "6\nfirst session\n"
    since = lived_in.state / "backups/1.tar.gz"
    assert since.read_text() == "7\nfirst session\nsecond session\n"
    assert f"What was done since is in {since}" in answer.stderr
    assert lived_in.make("rollback").returncode == 0
    assert (lived_in.current, lived_in.journal.read_text()) == ("2", "7\nfirst session\n")


def test_a_copy_that_does_not_come_back_leaves_the_newer_version_running(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    lived_in.make()
    lived_in.put("torn")
    answer = lived_in.make("rollback")
    assert answer.returncode == 1
    assert "could not be restored" in answer.stderr
    assert lived_in.current == "2"
    assert lived_in.journal.read_text() == "7\nfirst session\n"
    assert (lived_in.root / "active").exists()


def test_without_the_copy_nothing_is_rolled_back(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    lived_in.make()
    (lived_in.state / "backups/0.tar.gz").unlink()
    before = lived_in.looks()
    answer = lived_in.make("rollback")
    assert answer.returncode == 1
    assert "The copy from before the upgrade is gone" in answer.stderr
    assert "Nothing was changed" in answer.stderr
    assert lived_in.looks() == before
    assert not [line for line in lived_in.diary if "stop" in line]


def test_there_is_nothing_to_go_back_to(machine: Machine) -> None:
    machine.make()
    answer = machine.make("rollback")
    assert answer.returncode == 1
    assert "no version before" in answer.stderr
