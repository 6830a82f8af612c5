from mirrorapp.bench.figures import WANTED, Figure, as_json, table


def test_every_figure_has_one_bound() -> None:
    for wanted in WANTED.values():
        assert (wanted.least is None) != (wanted.most is None)


def test_what_is_wanted_is_told_from_what_is_not() -> None:
    assert Figure("pose_ratio", 1.8).met
    assert not Figure("pose_ratio", 1.79).met
    assert Figure("pss_mb", 450.0).met
    assert not Figure("pss_mb", 451.0).met
    assert Figure("overlay_ms", 8.0, 15.0).met
    assert not Figure("overlay_ms", 8.0, 15.1).met, "the slowest count, too"


def test_it_is_told_to_programs() -> None:
    assert as_json((Figure("coach_ms", 0.123456), Figure("overlay_ms", 2.0, 9.87654))) == {
        "coach_ms": 0.1235, "overlay_ms": {"median": 2.0, "p99": 9.8765}}


def test_it_is_told_to_people() -> None:
    slow, fine = table((Figure("pose_ratio", 1.234), Figure("overlay_ms", 2.0, 9.0)))
    assert slow.split()[:4] == ["!", "pose_ratio", "1.23", "≥"]
    assert fine.startswith("✓ overlay_ms")
    assert "2 (p99 9) ms" in fine
    assert "≤ 8 (p99 ≤ 15) ms" in fine
