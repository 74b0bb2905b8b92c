#!/bin/sh
# Writes the Swift and Kotlin sources from the built library; with --check, refuses when the committed ones differ.
# The generator takes two minutes to build once, and so only this needs it: the sources are committed.
set -eu
cd "$(dirname "$0")/.."
case ${1:-} in
'' | --check) ;;
*) echo "usage: $0 [--check]" >&2; exit 2 ;;
esac

# One after the other: together they would share features, and the library would be built anew.
cargo build --quiet --package prorata-uniffi
cargo build --quiet --package prorata-uniffi-generator
target=${CARGO_TARGET_DIR:-target}/debug
library=$target/libprorata_ffi.so
[ -e "$library" ] || library=$target/libprorata_ffi.dylib
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
for language in swift kotlin; do
    "$target/prorata-uniffi-generator" generate "$library" --language "$language" --no-format --out-dir "$fresh"
done

# One name for one thing: the core's amounts cross as the record `Money`, and the methods of a record of the core are
# declared through a type of the binding (src/methods.rs, src/functions.rs); neither helper is for users.
# Functions of Money and MoneyFormat stand under their types, in Edge.swift and Edge.kt, and those for JSON in
# Records.swift and Records.kt. The message of a Kotlin exception is the sentence, and text that is not Unicode is refused with a code.
records=$(sed -n -E 's/^ *([A-Za-z]+) => [A-Za-z]+(Methods|Functions);$/\1/p' \
    bindings-swift/src/methods.rs bindings-swift/src/functions.rs | sort -u | paste -sd '|' -)
[ -n "$records" ] || { echo "no record with methods was found in src/methods.rs" >&2; exit 1; }
sed -i.old -E \
    -e "/typealias (CoreMoney|($records)(Methods|Functions)) = /d" \
    -e 's/(^|[^A-Za-z])CoreMoney([^A-Za-z_]|$)/\1Money\2/g' \
    -e "s/(^|[^A-Za-z])($records)(Methods|Functions)([^A-Za-z_]|\$)/\\1\\2\\4/g" \
    -e 's/^public func (money|jsonRead\(|jsonWrite\()/func \1/' \
    -e 's/get\(\) = "code=\$\{ `code` \}, detail=\$\{ `detail` \}"/get() = `detail`/' \
    -e 's/fun `(money|jsonRead`|jsonWrite`)/internal fun `\1/' \
    -e 's/CharBuffer\.wrap\(value\)/CharBuffer.wrap(unicode(value))/' \
    -e 's/TO[D]O: //' \
    -e 's/[[:space:]]+$//' \
    "$fresh/Prorata.swift" "$fresh/prorata/prorata_ffi.kt" "$fresh/ProrataFFI.h"

stale=0
# place FILE COMMITTED
place() {
    if cmp -s "$fresh/$1" "$2"; then return; fi
    stale=1
    if [ "$check" = yes ]; then
        diff -u "$2" "$fresh/$1" | head -n 40 >&2 || true
    else
        mkdir -p "$(dirname "$2")"
        cp "$fresh/$1" "$2"
        echo "$2: written"
    fi
}
check=no
[ "${1:-}" != --check ] || check=yes
place Prorata.swift bindings-swift/Sources/Prorata/Prorata.swift
place ProrataFFI.h bindings-swift/Sources/ProrataFFI/ProrataFFI.h
place prorata/prorata_ffi.kt bindings-swift/kotlin/src/prorata.kt
if [ "$check$stale" = yes1 ]; then
    echo "the committed Swift and Kotlin sources are stale: run bindings-swift/generate.sh and commit the result" >&2
    exit 1
fi
