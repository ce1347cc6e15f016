"""The load generator: built when its sources are newer, called with a measure, answers with one JSON object."""

import glob
import json
import os
import shutil
import subprocess

from .process import ROOT, MeasureFailed, Unavailable

SOURCES = os.path.join(ROOT, "Benchmarks", "load")
BINARY = os.path.join(ROOT, ".build", "bench", "load")


def build():
    """Compiles the generator where needed."""
    sources = sorted(glob.glob(f"{SOURCES}/*"))
    if os.path.exists(BINARY) and all(os.path.getmtime(s) <= os.path.getmtime(BINARY) for s in sources):
        return
    compiler = shutil.which("g++") or shutil.which("clang++")
    if not compiler:
        raise Unavailable("a C++ compiler is needed for the load generator: run Benchmarks/setup")
    os.makedirs(os.path.dirname(BINARY), exist_ok=True)
    units = [source for source in sources if source.endswith(".cpp")]
    command = [compiler, "-O2", "-std=c++17", "-Wall", "-Wextra", "-pthread", *units, "-o", BINARY]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Unavailable(f"the load generator does not compile:\n{done.stderr[:2000]}")


def call(measure, server, patience=120, **options):
    """Runs one measure against a started server."""
    options = {"server": server.name, "port": server.port, "pids": ",".join(map(str, server.pids)), **options}
    arguments = [text for name, value in options.items() for text in (f"--{name.replace('_', '-')}", str(value))]
    try:
        done = subprocess.run([BINARY, measure, *arguments], capture_output=True, errors="replace", timeout=patience)
    except subprocess.TimeoutExpired:
        raise MeasureFailed(f"{measure} was not through after {patience} s") from None
    if done.returncode != 0:
        raise MeasureFailed(done.stderr.strip()[:600])
    return json.loads(done.stdout)
