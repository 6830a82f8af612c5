"""Readings of the same thing, and what they differ by."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from mirrorapp.alignment.results import smallest_detectable


@dataclass
class Table:
    """Readings by measure and subject: what one subject's readings differ by is noise."""

    readings: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, measure: str, subject: str, value: float | None) -> None:
        """Take in one reading, if it could be told."""
        if value is not None and np.isfinite(value):
            self.readings[measure][subject].append(value)

    def sem(self, measure: str) -> float:
        """The standard deviation within subjects, pooled by degrees of freedom."""
        groups = [each for each in self.readings[measure].values() if len(each) > 1]
        squares = sum(float(np.sum((np.array(g) - np.mean(g)) ** 2)) for g in groups)
        return float(np.sqrt(squares / max(1, sum(len(g) - 1 for g in groups))))

    def lines(self) -> list[str]:
        """As Markdown."""
        told = ["| measure | subjects | readings | SEM | SDC |", "|---|---|---|---|---|"]
        for measure, subjects in self.readings.items():
            groups = [each for each in subjects.values() if len(each) > 1]
            sem = self.sem(measure)
            told.append(f"| {measure} | {len(groups)} | {sum(map(len, groups))} | {sem:.3f} | "
                        f"{smallest_detectable(sem, sem):.3f} |")
        return told
