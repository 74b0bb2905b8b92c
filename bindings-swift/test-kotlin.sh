#!/bin/sh
# Builds the library and tests it from Kotlin. Exits with 77 where Java, JNA or Gson (which reads the vectors) is missing.
set -eu
cd "$(dirname "$0")/.."
PRORATA_JARS=${PRORATA_GSON:-/usr/share/java/gson.jar}
export PRORATA_JARS
if [ ! -r "$PRORATA_JARS" ]; then
    echo "Kotlin is skipped: Gson is not at $PRORATA_JARS (Debian: libgoogle-gson-java; elsewhere set PRORATA_GSON)" >&2
    exit 77
fi
bindings-swift/kotlin/kotlin.sh compile tests bindings-swift/kotlin/src/*.kt bindings-swift/kotlin/test/*.kt
cargo build --quiet --package prorata-uniffi
exec bindings-swift/kotlin/kotlin.sh run tests prorata.test.MainKt
