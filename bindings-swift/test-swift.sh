#!/bin/sh
# Builds the library and tests the Swift package with it. Exits with 77 where there is no Swift.
set -eu
cd "$(dirname "$0")/.."
bindings-swift/swift.sh bindings-swift --version >/dev/null
cargo build --quiet --package prorata-uniffi
target=$(cd "${CARGO_TARGET_DIR:-target}/debug" && pwd -P)
LD_LIBRARY_PATH=$target exec bindings-swift/swift.sh bindings-swift test -Xlinker "-L$target"
