#!/bin/sh
# Builds the package into the repository's .venv and tests it: pytest with every vector, types, stubs.
# Exit 77 says that it cannot run here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
venv=$here/../.venv
python=$venv/bin/python

if [ ! -x "$python" ]; then
    if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
        echo "there is no python3 of version 3.10 or later"
        exit 77
    fi
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --python "$(command -v python3)" "$venv"
    else
        python3 -m venv "$venv"
    fi
fi
stamp=$venv/.requirements-dev
if ! cmp -s requirements-dev.txt "$stamp"; then
    if command -v uv >/dev/null 2>&1; then
        VIRTUAL_ENV=$venv uv pip install --quiet --requirement requirements-dev.txt
    else
        "$python" -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
    fi
    cp requirements-dev.txt "$stamp"
fi

export VIRTUAL_ENV="$venv"
"$python" ../vectors/metrics/generate.py --check
# The stub first: the same build with one feature more, and the build that is tested comes last.
"$python" stubs.py --check
"$python" -m maturin develop --quiet
"$python" -m pytest
"$python" -m mypy
# One by one, for each is a program of its own called `main`.
for example in ../examples/*/main.py; do "$python" -m mypy "$example"; done
"$python" -m mypy.stubtest prorata._native --allowlist tests/stubtest-allowed.txt
