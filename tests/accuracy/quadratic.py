"""A least-squares fit of few quadratic terms, and the readable file it is kept in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Term = tuple[int, ...]
RIDGE = 1e-4
WILD, ROUNDS = 3.5, 3
"""Errors beyond so many (robust) standard deviations are left out in the next round."""
REACH = 3.5
"""Inputs are held within so many spreads of their mean: nothing is known further out."""


@dataclass(frozen=True, slots=True)
class Quadratic:
    """constant + Σ by · Π (input − mean) / spread, over `terms` of one or two inputs."""

    names: tuple[str, ...]
    mean: Array
    spread: Array
    terms: tuple[Term, ...]
    by: Array
    constant: float

    def __call__(self, inputs: Array) -> Array:
        """Inputs (n, names) to readings (n,)."""
        return np.asarray(_expand(self._scaled(inputs), self.terms) @ self.by + self.constant)

    def times(self, factor: float) -> "Quadratic":
        """The same reading, stretched."""
        return replace(self, by=self.by * factor, constant=self.constant * factor)

    def _scaled(self, inputs: Array) -> Array:
        return np.clip((inputs - self.mean) / self.spread, -REACH, REACH)

    def lines(self, title: str) -> list[str]:
        """Itself as a TOML table."""
        found = [f"[{title}]", f"constant = {self.constant:.4f}"]
        for term, by in sorted(zip(self.terms, self.by, strict=True),
                               key=lambda pair: (len(pair[0]), -abs(pair[1]))):
            found.append(f'"{" * ".join(self.names[i] for i in term)}" = {by:.4f}')
        return found


def terms_of(names: Sequence[str], crossed: Sequence[str]) -> list[Term]:
    """Every input by itself, and squares and products of the `crossed` ones."""
    across = [names.index(name) for name in crossed]
    return [(i,) for i in range(len(names))] + [
        (i, j) for nth, i in enumerate(across) for j in across[nth:]]


def fit(names: Sequence[str], inputs: Array, target: Array, terms: Sequence[Term],
        *, ridge: float = RIDGE) -> Quadratic:
    """Least squares with a little ridge; legs that were seen wildly wrong are left out."""
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0)
    columns = _expand(np.clip((inputs - mean) / spread, -REACH, REACH), terms)
    kept = np.ones(len(target), bool)
    for _ in range(ROUNDS):
        middle, level = columns[kept].mean(axis=0), float(target[kept].mean())
        by = _solve(columns[kept] - middle, target[kept] - level, ridge)
        off = np.abs((columns - middle) @ by + level - target)
        kept = off < WILD * 1.48 * np.median(off)
    return Quadratic(tuple(names), mean, spread, tuple(terms), by, level - float(middle @ by))


def every_term(count: int) -> list[Term]:
    """All linear terms, squares and products of `count` inputs."""
    return [(i,) for i in range(count)] + [(i, j) for i in range(count) for j in range(i, count)]


def chosen(inputs: Array, targets: Array, inputs_kept: int, terms_kept: int
           ) -> tuple[list[int], list[Term]]:
    """Backward elimination for several targets (n, m) at once: which inputs, then which terms.

    The terms returned are numbered by the inputs that are kept.
    """
    scaled = np.clip((inputs - inputs.mean(axis=0)) / inputs.std(axis=0), -REACH, REACH)
    terms = every_term(inputs.shape[1])
    columns = _expand(scaled, terms)
    gram, right = _moments(columns - columns.mean(axis=0), targets - targets.mean(axis=0))
    least = _loss(gram, right, targets, list(range(len(terms))))
    kept = list(range(inputs.shape[1]))
    while len(kept) > inputs_kept:
        def without(one: int) -> float:
            rest = {i for i in kept if i != one}
            use = [k for k, term in enumerate(terms) if set(term) <= rest]
            return float((_loss(gram, right, targets, use) / least).sum())
        kept.remove(min(kept, key=without))
    use = [k for k, term in enumerate(terms) if set(term) <= set(kept)]
    while len(use) > terms_kept:
        inverse = np.linalg.inv(gram[np.ix_(use, use)])
        by = inverse @ right[use]
        rise = (by**2 / np.diag(inverse)[:, None] / least).sum(axis=1)
        del use[int(np.argmin(rise))]
    return kept, [tuple(kept.index(i) for i in terms[k]) for k in use]


def _expand(scaled: Array, terms: Sequence[Term]) -> Array:
    return np.stack([np.prod(scaled[:, list(term)], axis=1) for term in terms], axis=1)


def _solve(columns: Array, target: Array, ridge: float) -> Array:
    gram, right = _moments(columns, target, ridge)
    return np.asarray(np.linalg.solve(gram, right))


def _moments(columns: Array, target: Array, ridge: float = RIDGE) -> tuple[Array, Array]:
    gram = columns.T @ columns / len(columns) + ridge * np.eye(columns.shape[1])
    return gram, columns.T @ target / len(columns)


def _loss(gram: Array, right: Array, targets: Array, use: list[int]) -> Array:
    by = np.linalg.solve(gram[np.ix_(use, use)], right[use])
    return np.asarray(targets.var(axis=0) - (right[use] * by).sum(axis=0))


def write(path: Path, preamble: Sequence[str], models: Mapping[str, Quadratic],
          more: Sequence[str] = (), line: Callable[[float], str] = "{:.5f}".format) -> None:
    """Write models and what they need to be used; `more` is put at the end as it is."""
    text = [f"# {each}".rstrip() for each in preamble]
    for title, model in models.items():
        text += ["", f"[{title}.mean]"]
        text += [f'"{n}" = {line(v)}' for n, v in zip(model.names, model.mean, strict=True)]
        text += ["", f"[{title}.spread]"]
        text += [f'"{n}" = {line(v)}' for n, v in zip(model.names, model.spread, strict=True)]
        text += ["", *model.lines(f"{title}.terms")]
    path.write_text("\n".join([*text, "", *more]) + "\n", encoding="utf-8")
