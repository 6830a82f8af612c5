"""What a `Governor` chooses, on machines made of numbers; no process runs and no time passes."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mirrorapp.vision.governor import APART_S, NEEDS_HZ, RATES_HZ, Choice, Governor, Why

CAMERA_HZ = 30.0


@dataclass
class Bench:
    """A machine that looks so many times a second with each model, and whatever strains it."""

    full_hz: float = 40.0
    lite_hz: float = 60.0
    strain: Why | None = None
    late: Callable[[Choice], float] = lambda choice: 0.0
    noise: Callable[[int], float] = lambda n: 1.0
    models: tuple[str, ...] = ("full", "lite")
    free: bool = True
    using: str = "full"

    def __post_init__(self) -> None:
        self.governor = Governor(self.models)
        self.now_s = 1000.0
        self.changes: list[tuple[float, Choice]] = []
        self._looks = 0

    def run(self, seconds: float) -> "Bench":
        until_s = self.now_s + seconds
        felt_s = self.now_s
        while self.now_s < until_s:
            if self.now_s >= felt_s:
                self.feel()
                felt_s = self.now_s + 1.0
            self.look()
        return self

    def feel(self) -> None:
        before = self.governor.choice
        after = self.governor.felt(self.now_s, strain=self.strain, late=self.late(before))
        if after != before:
            self.changes.append((self.now_s, after))
        if self.free:
            self.using = after.model

    def look(self) -> None:
        self._looks += 1
        took_s = self.noise(self._looks) / (self.lite_hz if self.using == "lite" else self.full_hz)
        self.governor.looked(self.now_s, self.now_s + took_s, self.using)
        self.now_s += max(took_s, 1 / CAMERA_HZ, 1 / self.governor.choice.rate_hz)

    @property
    def choice(self) -> Choice:
        return self.governor.choice


def test_a_cool_machine_looks_at_all_that_comes() -> None:
    bench = Bench().run(600)
    assert bench.choice == Choice("full", math.inf, None)
    assert bench.changes == []


def test_where_full_is_too_slow_lite_looks_after_ten_seconds() -> None:
    bench = Bench(full_hz=6.0, lite_hz=9.5).run(9)
    assert bench.choice.model == "full"
    bench.run(3)
    assert bench.choice == Choice("lite")
    assert not bench.run(3600).governor.too_slow
    assert len(bench.changes) == 1


def test_where_there_is_no_lite_full_stays_and_it_is_told() -> None:
    bench = Bench(full_hz=6.0, models=("full",)).run(60)
    assert bench.choice.model == "full"
    assert bench.governor.too_slow


@pytest.mark.parametrize("model", ["lite", "full", "heavy"])
def test_a_model_that_was_asked_for_stays_and_its_rate_is_seen_to(model: str) -> None:
    bench = Bench(full_hz=6.0, lite_hz=90.0, strain=Why.HEAT, models=(model,), using=model)
    assert {each.model for _, each in bench.run(600).changes} <= {model}
    assert bench.choice.model == model
    assert (bench.choice.rate_hz, bench.choice.why) == (RATES_HZ[-1], Why.HEAT)


def test_on_the_brink_it_is_told_once_and_until_it_was_quicker_for_a_minute() -> None:
    chance = random.Random(1)
    bench = Bench(full_hz=NEEDS_HZ, models=("full",), noise=lambda _: chance.gauss(1.0, 0.12))
    told = [bench.run(1).governor.too_slow for _ in range(600)]
    assert sum(before != after for before, after in pairwise(told)) == 1
    bench.full_hz = 12.0
    assert bench.run(APART_S - 5).governor.too_slow
    assert not bench.run(20).governor.too_slow


def test_a_lite_that_does_not_load_is_not_asked_for_again() -> None:
    bench = Bench(full_hz=6.0, free=False).run(20)
    assert bench.choice.model == "lite"
    bench.governor.without("lite")
    assert bench.run(600).choice.model == "full"


def test_a_lite_that_is_no_faster_is_left_for_an_hour() -> None:
    bench = Bench(full_hz=6.0, lite_hz=6.2).run(3600)
    assert [each.model for _, each in bench.changes] == ["lite", "full"]
    assert bench.governor.too_slow
    bench.lite_hz = 9.0
    assert bench.run(300).choice.model == "lite"
    assert not bench.governor.too_slow


def test_full_looks_again_after_minutes_of_room() -> None:
    bench = Bench(full_hz=6.0, lite_hz=9.5).run(60)
    bench.full_hz, bench.lite_hz = 12.0, 19.0
    bench.run(170)
    assert bench.choice.model == "lite"
    bench.run(60)
    assert bench.choice.model == "full"


def test_a_board_that_is_hot_does_not_take_the_larger_model() -> None:
    bench = Bench(full_hz=6.0, lite_hz=9.5, strain=Why.HEAT).run(60)
    bench.full_hz, bench.lite_hz = 12.0, 19.0
    assert bench.run(600).choice.model == "lite"


def test_full_that_comes_to_itself_before_lite_could_look_stays() -> None:
    bench = Bench(full_hz=6.0, free=False).run(20)
    bench.full_hz = 20.0
    assert bench.choice.model == "lite"
    assert bench.run(240).choice.model == "full"


def test_looks_that_are_seldom_tell_nothing_of_how_slow_it_is() -> None:
    governor = Governor(("full", "lite"))
    for n in range(500):
        governor.looked(0.4 * n, 0.4 * n + 0.2, "full")
        governor.felt(0.4 * n + 0.3)
    assert governor.choice == Choice()


def test_heat_takes_the_rate_down_step_by_step_and_never_below_what_is_needed() -> None:
    bench = Bench(strain=Why.HEAT).run(12)
    assert bench.choice == Choice("full", 15.0, Why.HEAT)
    bench.run(50)
    assert bench.choice.rate_hz == 15.0
    assert bench.run(3600).choice == Choice("full", 10.0, Why.HEAT)
    assert len(bench.changes) == 2


def test_a_step_that_would_bring_nothing_is_left_out() -> None:
    assert Bench(full_hz=14.0, strain=Why.HEAT).run(12).choice.rate_hz == 10.0
    assert Bench(full_hz=9.0, late=lambda _: 0.4).run(600).changes == []


@pytest.mark.parametrize("strain", [Why.HEAT, Why.POWER])
def test_a_strain_is_told_where_no_fewer_looks_would_do(strain: Why) -> None:
    bench = Bench(full_hz=9.0, strain=strain).run(600)
    assert [choice for _, choice in bench.changes] == [Choice("full", 10.0, strain)]
    bench.full_hz, bench.strain = 40.0, None
    assert bench.run(600).choice == Choice()


def test_a_moment_of_heat_is_nothing() -> None:
    bench = Bench(strain=Why.HEAT).run(8)
    bench.strain = None
    assert bench.run(60).changes == []


def test_the_rate_comes_up_again_step_by_step() -> None:
    bench = Bench(strain=Why.POWER).run(120)
    bench.strain = None
    bench.run(175)
    assert bench.choice == Choice("full", 10.0, Why.POWER)
    bench.run(10)
    assert bench.choice == Choice("full", 15.0, Why.POWER)
    assert bench.run(190).choice == Choice()


def test_heat_that_its_own_looks_make_is_tried_ever_more_seldom() -> None:
    bench = Bench()
    changes_s = []
    for _ in range(6 * 3600):
        bench.strain = Why.HEAT if bench.choice.rate_hz > 15 else None
        before = len(bench.changes)
        bench.run(1)
        changes_s += [at_s for at_s, choice in bench.changes[before:]
                      if choice.rate_hz == math.inf]
    waits_s = [after - before for before, after in pairwise(changes_s)]
    assert waits_s == sorted(waits_s)
    assert waits_s[0] < 600
    assert waits_s[-1] > 3500


def test_screens_that_come_late_because_of_the_looks_have_fewer() -> None:
    bench = Bench(late=lambda choice: 0.3 if choice.rate_hz > 15 else 0.02).run(170)
    assert bench.choice == Choice("full", 15.0, Why.SCREENS)


def test_screens_that_come_late_all_the_same_are_not_the_looks_fault() -> None:
    bench = Bench(late=lambda choice: 0.3).run(3600)
    assert [each.rate_hz for _, each in bench.changes] == [15.0, math.inf]
    bench.late = lambda choice: 0.3 if choice.rate_hz > 15 else 0.02
    assert bench.run(120).choice.rate_hz == 15.0


def test_heat_and_slowness_come_together_one_a_minute() -> None:
    bench = Bench(full_hz=7.0, lite_hz=16.0, strain=Why.HEAT).run(300)
    assert bench.choice == Choice("lite", 10.0, Why.HEAT)
    apart_s = [after[0] - before[0] for before, after in pairwise(bench.changes)]
    assert min(apart_s) >= APART_S


hz = st.floats(1.0, 90.0)
gain = st.floats(0.8, 3.0)
noisy = st.lists(st.floats(0.93, 1.07), min_size=1, max_size=50)
moments = st.tuples(hz, gain, st.sampled_from([None, *Why]), st.floats(0, 1), st.booleans(),
                    st.floats(0.5, 90))


@given(st.lists(moments, min_size=1, max_size=12))
def test_whatever_happens_a_minute_is_between_changes(happens: list) -> None:
    bench = Bench()
    for full_hz, gained, bench.strain, late, bench.free, lasts_s in happens:
        bench.full_hz, bench.lite_hz, bench.late = full_hz, gained * full_hz, lambda _, n=late: n
        bench.run(lasts_s)
        assert bench.choice.model in ("full", "lite")
        assert bench.choice.rate_hz in RATES_HZ
        assert bench.choice.rate_hz > NEEDS_HZ
        assert (bench.choice.why is None) == (bench.choice.rate_hz == math.inf)
    assert all(after[0] - before[0] >= APART_S for before, after in pairwise(bench.changes))


@given(hz, gain, st.sampled_from([None, *Why]), st.floats(0, 1), noisy)
@example(7.6, 2.5, None, 0.0, [1.0])
@example(7.6, 1.2, Why.HEAT, 0.0, [1.0])
@example(7.7, 1.6, None, 0.0, [0.93, 1.0, 1.07])
def test_any_constant_machine_is_settled_within_minutes(
        full_hz: float, gained: float, strain: Why | None, late: float, noise: list[float]) -> None:
    bench = Bench(full_hz, gained * full_hz, strain, lambda _: late,
                  lambda n: noise[n % len(noise)])
    bench.run(12 * 60)
    settled = len(bench.changes)
    assert settled <= 4
    assert len(bench.run(20 * 60).changes) == settled


@given(hz, gain, st.sampled_from([None, *Why]))
def test_whatever_was_a_machine_with_room_is_used_whole_again(
        full_hz: float, gained: float, strain: Why | None) -> None:
    bench = Bench(full_hz, gained * full_hz, strain).run(200)
    bench.full_hz, bench.lite_hz, bench.strain = 40.0, 60.0, None
    assert bench.run(15 * 60).choice == Choice()


def test_its_rates_are_ever_lower() -> None:
    assert list(RATES_HZ) == sorted(RATES_HZ, reverse=True)
    assert RATES_HZ[-1] == pytest.approx(10)
