"""Lines that must not type-check do not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FILE = Path(__file__).with_name("must_not_type_check.py")


def test_every_marked_line_is_an_error_and_no_other() -> None:
    lines = FILE.read_text("utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith("# no")}
    assert len(marked) >= 20
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--hide-error-context", str(FILE)]
    checked = subprocess.run(command, cwd=FILE.parents[1], capture_output=True, text=True, check=False)
    errors = [line.split(":") for line in checked.stdout.splitlines() if ": error:" in line]
    assert {int(number) for _, number, *_ in errors} == marked, checked.stdout + checked.stderr
