#!/usr/bin/env bash
# Builds the library and tests it from Kotlin. Exits with 77 where Java, JNA or Gson (which reads the vectors) is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
gson=${PRORATA_GSON:-/usr/share/java/gson.jar}
if [ ! -r "$gson" ]; then
    echo "Kotlin is skipped: Gson is not at $gson (Debian: libgoogle-gson-java; elsewhere set PRORATA_GSON)" >&2
    exit 77
fi
bindings-swift/kotlin/kotlin.sh compile prorata bindings-swift/kotlin/src/*.kt
export PRORATA_JARS=${CARGO_TARGET_DIR:-target}/kotlin/prorata:$gson
bindings-swift/kotlin/kotlin.sh compile tests bindings-swift/kotlin/test/*.kt
cargo build --quiet --package prorata-uniffi
exec bindings-swift/kotlin/kotlin.sh run tests prorata.test.MainKt
