"""What a measure is, and how it is repeated: rounds, in each all servers one after another."""

import statistics
import sys
from dataclasses import dataclass, field

from .process import MeasureFailed, Unavailable


@dataclass
class Measure:
    """`run(server, smoke)` measures a started server; `lines(results)` makes the table of the medians."""

    name: str
    servers: tuple
    run: object
    lines: object
    rounds: int = 3
    options: dict = field(default_factory=dict)  # for the server's constructor


@dataclass
class Outcome:
    """All that was measured by one measure."""

    results: dict = field(default_factory=dict)  # server name -> one dict a round
    passed: int = 0
    failures: list = field(default_factory=list)
    missing: list = field(default_factory=list)

    def median(self, server, key):
        """The median over the rounds, or None where it was not measured."""
        values = [result[key] for result in self.results.get(server, []) if result.get(key) is not None]
        return statistics.median(values) if values else None

    def generator(self, server):
        """The load generator's share of one core while this server was measured, as text."""
        shares = [r["generator_cpu_s"] / r["wall_s"] for r in self.results.get(server, []) if "generator_cpu_s" in r]
        return f"{statistics.median(shares):.0%}" if shares else ""


def carry_out(measure, rounds, smoke, wanted):
    """Runs the measure on every server that is wanted and can be had."""
    outcome = Outcome()
    servers = [server for server in measure.servers if server.name in wanted]
    for server in list(servers):
        try:
            server.check()
        except Unavailable as reason:
            servers.remove(server)
            if server.name == "perch":
                outcome.failures.append(f"{measure.name}: {reason}")
            else:
                outcome.missing.append(str(reason))
    for turn in range(rounds):
        for server in servers:
            say(f"{measure.name}, round {turn + 1} of {rounds}: {server.title}")
            try:
                with server(**measure.options.get(server.name, {})) as running:
                    outcome.results.setdefault(server.name, []).append(measure.run(running, smoke))
                outcome.passed += 1
            except (MeasureFailed, OSError) as problem:
                outcome.failures.append(f"{measure.name}, {server.title}: {problem}")
                say(f"  FAILED: {problem}")
    return outcome


def say(text):
    """Progress, kept apart from the table."""
    print(text, file=sys.stderr, flush=True)
