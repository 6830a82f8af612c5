"""What the checks found, in words: the last result, its change, one leg against the other."""

from mirrorapp.alignment.ankles import centimetres
from mirrorapp.alignment.checks import ANKLES
from mirrorapp.alignment.results import Change, Value
from mirrorapp.coach.balance import Balance
from mirrorapp.events import Side
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.checks import BAND_EFFECT
from mirrorapp.report.handover import Checked, Handover
from mirrorapp.report.sheet import Table, Titled
from mirrorapp.report.words import Words

_HEADS = ("check", "left", "right", "change", "balance")
_WIDTHS = (0.20, 0.11, 0.11, 0.36, 0.22)


def table(told: Handover, words: Words, catalogue: Catalogue) -> Table:
    """Every check that had a result in this time."""
    rows = tuple(_row(each, words.texts.told(catalogue.checks[each.check].name), words,
                      told.person.height_cm) for each in told.checks)
    return Table(Titled(words.say("checks.title"), words.say("checks.note")),
                 tuple(words.say(f"checks.{each}") for each in _HEADS), _WIDTHS, rows,
                 tuple(words.count("checks.more", n) for n in range(1, len(rows) + 1)),
                 words.say("checks.none"))


def _row(each: Checked, name: str, words: Words, height_cm: int | None) -> tuple[str, ...]:
    values, unit = each.result.values, each.result.unit
    told = [_value(values[key], unit, words, height_cm) if key in values else words.say("none")
            for key in (Side.LEFT.value, Side.RIGHT.value)]
    if ANKLES in values:
        told = [_value(values[ANKLES], unit, words, height_cm), ""]
    return (f"{name}, {words.texts.date(each.day)}", *told, _change(each, words, height_cm),
            "" if each.balance is None or each.check == BAND_EFFECT
            else _balance(each.balance, words))


def _value(value: Value, unit: str, words: Words, height_cm: int | None) -> str:
    if unit == "deg":
        return f"{words.signed(value.value)}° ± {words.number(value.uncertainty)}"
    if height_cm:
        cm = (words.number(max(0.0, centimetres(part, height_cm)))
              for part in (value.value, value.uncertainty))
        return words.say("checks.cm", n=" ± ".join(cm))
    return words.say("checks.shanks", n=" ± ".join(
        words.number(max(0.0, 100 * part), 0) for part in (value.value, value.uncertainty)))


def _change(each: Checked, words: Words, height_cm: int | None) -> str:
    if each.check == BAND_EFFECT:
        return ""
    if each.since is None:
        return words.say("checks.first")
    unit = each.result.unit
    told = {name: _changed(change, unit, words, height_cm)
            for name, change in each.changes.items()}
    both = (next(iter(told.values())) if len(set(told.values())) == 1
            else words.sides(lambda side: told.get(side.value, words.say("none"))))
    return words.say("checks.since", told=both, date=words.texts.date(each.since))


def _changed(change: Change, unit: str, words: Words, height_cm: int | None) -> str:
    if change.difference is None or change.smallest is None:
        return words.say("checks.unlike")
    smallest = _amount(change.smallest, unit, words, height_cm)
    if change.better is None:
        return words.say("checks.same", smallest=smallest)
    return words.say(f"checks.{'better' if change.better else 'worse'}", smallest=smallest,
                     difference=_amount(change.difference, unit, words, height_cm, signed=True))


def _amount(value: float, unit: str, words: Words, height_cm: int | None, *,
            signed: bool = False) -> str:
    write = words.signed if signed else words.number
    if unit == "deg":
        return f"{write(value)}°"
    if height_cm:
        return words.say("checks.cm", n=write(centimetres(value, height_cm)))
    return words.say("percent", n=write(100 * value, 0))


def _balance(each: Balance, words: Words) -> str:
    smallest = words.number(each.smallest_deg)
    if each.further is None:
        return words.say("balance.alike", smallest=smallest)
    return words.say(f"balance.{each.further}", n=words.number(abs(each.left_more_deg)),
                     smallest=smallest)
