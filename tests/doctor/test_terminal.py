"""What a person reads, and what a program does."""

import json

from mirrorapp.doctor import terminal
from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding

FOUND = (Finding("camera", FAIL, "No camera is seen.", "Plug one in."),
         Finding("zone", WARN, "No time zone is set.", "Set it: " + "word " * 30),
         Finding("power", UNKNOWN, "It can't be told."), Finding("python", OK, "Python is 3.13."))


def test_a_line_each_what_to_do_beneath_and_how_many() -> None:
    said: list[str] = []
    terminal.tell(FOUND, said.append)
    assert said[:2] == ["✗ camera       No camera is seen.", "               → Plug one in."]
    assert [line[0] for line in said if not line.startswith(" ")] == ["✗", "!", "?", "✓", "\n"]
    assert all(len(line) <= 100 for line in said)
    assert said[-1] == "\n1 to mend, 1 to know of, 1 unclear, 1 fine"


def test_no_name_of_anybody_s_steers_the_terminal() -> None:
    said: list[str] = []
    terminal.tell([Finding("camera", OK, "The webcam \x1b]0;x\x07\x9b2J is there.")], said.append)
    assert said[0] == "✓ camera       The webcam ?]0;x??2J is there."


def test_json_has_all_of_it() -> None:
    told = json.loads(terminal.as_json(FOUND))
    assert told["works"] is False
    assert told["findings"][0] == {
        "key": "camera", "verdict": "fail", "what": "No camera is seen.", "remedy": "Plug one in."}
    assert [each["key"] for each in told["findings"]] == ["camera", "zone", "power", "python"]


def test_a_mirror_works_where_nothing_fails() -> None:
    assert not terminal.works(FOUND)
    assert terminal.works(FOUND[1:])
