"""What a measure found: lines of a table and the figures others may rely on."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bar:
    """What a figure is held against: at most or at least so much, and how that is written."""

    text: str
    most: float | None = None
    least: float | None = None

    def is_met(self, value: float) -> bool:
        """Tell whether a figure reaches it."""
        return (self.most is None or value <= self.most) and (self.least is None or value >= self.least)


NO_BAR = Bar("")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured: ours and the baseline's in `unit`, the value held against the bar, its name for others."""

    name: str
    ours: float
    baseline: float | None
    unit: str
    figure: str
    value: float
    bar: Bar


@dataclass(slots=True)
class Result:
    """Lines in the order they were measured; `absent` says what was missing when nothing could be."""

    lines: list[Line] = field(default_factory=list)
    absent: str = ""

    def compare(  # noqa: PLR0913  a line of a table has that many cells
        self, name: str, *, ours: float, baseline: float, unit: str, bar: Bar, figure: str = ""
    ) -> float:
        """Add a ratio ours / baseline and give it; without `figure` it only stands in the table."""
        ratio = ours / baseline
        self.lines.append(Line(name, ours, baseline, unit, figure, ratio, bar))
        return ratio

    def state(self, name: str, value: float, *, unit: str, bar: Bar = NO_BAR, figure: str = "") -> None:
        """Add a plain figure."""
        self.lines.append(Line(name, value, None, unit, figure, value, bar))

    def figures(self) -> dict[str, float]:
        """Give the figures by name, rounded to three significant digits; of several of one name the worst."""
        found: dict[str, float] = {}
        for line in self.lines:
            if line.figure:
                worse = max if line.bar.most is not None else min
                known = found.get(line.figure, line.value)
                found[line.figure] = worse(known, line.value)
        return {name: float(f"{value:.3g}") for name, value in found.items()}

    def table(self, title: str) -> str:
        """Write all lines for a person."""
        head = ("what", "ours", "baseline", "", "ratio", "bar", "")
        rows = [head, *(self._cells(line) for line in self.lines)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        text = "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )
        return f"\n{title}\n{text}\n"

    @staticmethod
    def _cells(line: Line) -> tuple[str, ...]:
        baseline = "" if line.baseline is None else f"{line.baseline:.4g}"
        ratio = "" if line.baseline is None else f"{line.value:.3g}"
        verdict = "" if line.bar is NO_BAR else "met" if line.bar.is_met(line.value) else "NOT MET"
        return line.name, f"{line.ours:.4g}", baseline, line.unit, ratio, line.bar.text, verdict
