#!/usr/bin/env bash
# Runs examples/NAME/main.kt:  example-kotlin.sh NAME
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
quietly bindings-swift/kotlin/kotlin.sh compile prorata bindings-swift/kotlin/src/*.kt
export PRORATA_JARS=${CARGO_TARGET_DIR:-target}/kotlin/prorata
quietly bindings-swift/kotlin/kotlin.sh compile "example-$name" "examples/$name/main.kt"
quietly cargo build --package prorata-uniffi
bindings-swift/kotlin/kotlin.sh run "example-$name" MainKt
