"""Writes ``python/prorata/_native.pyi`` from the compiled half: ``stubs.py``, or ``stubs.py --check``.

maturin writes what pyo3 knows, with the annotations of each ``signature``. Three things are added here: the
imports and the type variable that the annotations need; the types of operands, which pyo3 calls ``object`` because Python may ask an
operator anything; and the answer of ``==``.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
STUB = HERE / "python" / "prorata" / "_native.pyi"

OPERANDS = {"other": "Money", "quantity": "int"}
"""What an operand of an operator is, by the name that the Rust source gives it."""

IMPORTS = {"Iterable": "collections.abc", "Decimal": "decimal"}


def generated() -> str:
    """What maturin writes."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "maturin", "generate-stubs", "--quiet", "-F", "stubs", "--out", folder]
        subprocess.run(command, cwd=HERE, check=True)
        return next(Path(folder).rglob("_native.pyi")).read_text("utf-8")


def annotated(line: str) -> str:
    """One line with its annotations as names."""
    if not line.lstrip().startswith("def "):
        return line
    line = re.sub(r'((?:: |-> ))"([^"]+)"(?=,|\)| =|:|$)', r"\1\2", line)
    if re.search(r"def __(eq|ne)__", line):
        return line.replace("-> Any", "-> bool")
    operand = re.search(r"def __\w+__\(self, (\w+): object, /\)", line)
    return line.replace(": object", f": {OPERANDS[operand[1]]}") if operand else line


def finished(text: str) -> str:
    """The whole stub."""
    head, body = re.split(r"^(?=__all__)", text, maxsplit=1, flags=re.MULTILINE)
    body = "\n".join(annotated(line) for line in body.splitlines()) + "\n"
    # Names in docstrings do not count.
    used = set(re.findall(r"\w+", re.sub(r'""".*?"""', "", body, flags=re.DOTALL)))
    sources = {name: module for name, module in IMPORTS.items() if name in used}
    records = (HERE / "python" / "prorata" / "records.py").read_text("utf-8")
    names = re.findall(r"^(?:class )?([A-Z]\w*)(?: =|:|\()", records, flags=re.MULTILINE)
    sources |= {name: ".records" for name in names if name in used and f"class {name}:" not in body}
    typing = re.search(r"^from typing import (.*)$", head, flags=re.MULTILINE)
    sources |= {name: "typing" for name in (typing[1].split(", ") if typing else ()) if name in used}
    variable = ['', '_Record = TypeVar("_Record")'] if "_Record" in used else []
    sources |= {"TypeVar": "typing"} if variable else {}
    docstring = head[: head.rindex('"""') + 3]
    lines = [docstring, ""] + (["import datetime as dt"] if "dt" in used else [])
    for module in sorted(set(sources.values()), key=lambda module: (module.startswith("."), module)):
        imported = sorted(name for name, source in sources.items() if source == module)
        lines.append(f"from {module} import {', '.join(imported)}")
    return "\n".join(lines + variable) + "\n\n" + body


def main() -> int:
    text = finished(generated())
    if "--check" not in sys.argv:
        STUB.write_text(text, "utf-8")
    elif not STUB.exists() or STUB.read_text("utf-8") != text:
        print(f"{STUB.name} is not what the Rust source says: run stubs.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
