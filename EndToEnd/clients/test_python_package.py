"""The package as a stranger gets it: it installs, its types hold, and what its README shows runs."""

import re
import shutil
import subprocess
import sys

import pytest
from clients.conftest import PACKAGE, PYTHONS, python, stored
from harness.program import environment

README = (PACKAGE / "README.md").read_text()
EXAMPLES = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def module(*words: str, **options) -> subprocess.CompletedProcess:
    """One of the tools beside the tests."""
    return subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, timeout=110, env=environment(), **options)


def test_the_folder_installs_with_pip_and_brings_its_types_along(tmp_path):
    copy = shutil.copytree(PACKAGE, tmp_path / "source")
    where = tmp_path / "site"
    done = module("pip", "install", "--quiet", "--no-build-isolation", "--no-deps", "--target", str(where), str(copy))
    assert done.returncode == 0, done.stderr
    assert (where / "perch" / "py.typed").exists()
    ask = "import perch, importlib.metadata as m; print(perch.__file__, m.version('perch-client'), perch.__version__, m.requires('perch-client'))"
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, cwd=tmp_path, env=environment({"PYTHONPATH": str(where)}))
    path, version, own, needs = told.stdout.split()
    assert path.startswith(str(where)) and version == own and needs == "None"


def test_it_imports_nothing_but_the_standard_library():
    script = "import sys; before = set(sys.modules); import perch; print(*{n.split('.')[0] for n in set(sys.modules) - before})"
    assert set(python(script).stdout.split()) - {"perch"} <= sys.stdlib_module_names


def test_its_types_and_those_of_the_examples_hold_strictly(tmp_path):
    for n, example in enumerate(EXAMPLES):
        (tmp_path / f"example_{n}.py").write_text(example)
    done = module("mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(tmp_path), str(PACKAGE / "src"), cwd=PACKAGE)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("interpreter", PYTHONS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: re.search(r"from perch\S* import (\w+)", example).group(1))
def test_each_example_of_the_readme_runs_and_what_it_reports_arrives(running, example, interpreter):
    done = python(example, env={"PERCH_URL": running.url, "PYTHONWARNINGS": "error"}, interpreter=interpreter)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    assert stored(running), "the example reported nothing"
