#!/usr/bin/env bash
# Runs examples/NAME/main.swift:  example-swift.sh NAME
# Prints what the program prints; how it was built is only shown when that fails.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?usage: $0 NAME}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() {
    local status=0
    "$@" >"$log" 2>&1 || status=$?
    [ "$status" = 0 ] || { cat "$log" >&2; exit "$status"; }
}
quietly cargo build --package prorata-uniffi
target=$(cd "${CARGO_TARGET_DIR:-target}/debug" && pwd -P)
quietly bindings-swift/swift.sh . build --package-path examples --product "$name" -Xlinker "-L$target"
export LD_LIBRARY_PATH=$target
bindings-swift/swift.sh . run --package-path examples --skip-build --quiet "$name"
