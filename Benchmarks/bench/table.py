"""Rows of the budgets and how they are printed: Perch beside one peer a line, with the ratio and the bar."""

from dataclasses import asdict, dataclass


@dataclass
class Line:
    """One comparison. `bar` is prose; `met` is None where there is no bar or nothing to hold against it."""

    what: str
    unit: str
    perch: float | None = None
    peer: str = ""
    other: float | None = None
    bar: str = ""
    met: bool | None = None
    generator: str = ""
    note: str = ""

    @property
    def ratio(self):
        return self.perch / self.other if self.perch is not None and self.other else None

    def verdict(self):
        if not self.bar:
            return ""
        return {True: "met", False: "MISSED", None: "not measured"}[self.met]

    def as_json(self):
        return {**asdict(self), "ratio": self.ratio}


def number(value, unit):
    """A value with as many digits as are worth reading."""
    if value is None:
        return "-"
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f} {unit}".strip()


def show(lines):
    """The table as text."""
    head = ["What", "Perch", "Peer", "Peer's", "Perch/peer", "Bar", "", "Generator's CPU", ""]
    rows = [head]
    previous = None
    for line in lines:
        same = line.what == previous
        previous = line.what
        ratio = "" if line.ratio is None else f"{line.ratio:.2f} x"
        mine = ["", ""] if same else [line.what, number(line.perch, line.unit)]
        others = number(line.other, line.unit) if line.peer else ""
        rows.append([*mine, line.peer, others, ratio, line.bar, line.verdict(), line.generator, line.note])
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return "\n".join([shown[0], "-" * max(map(len, shown)), *shown[1:]])
