#!/usr/bin/env bash
# Compiles and runs Kotlin against the native library, without Gradle or Maven.
#   kotlin.sh compile NAME SOURCE...              into target/kotlin/NAME; does nothing when the sources are unchanged
#   kotlin.sh run NAME MAIN_CLASS [ARGUMENT...]   runs a compiled program; the native library is in PRORATA_LIB_DIR
# SOURCE is relative to the repository. Exits with 77 when Java 17 or JNA is missing.
#   PRORATA_LIB_DIR  default target/debug         PRORATA_JNA  default /usr/share/java/jna.jar
#   PRORATA_JARS     more jars, or folders of compiled classes, for both; separated by colons
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
repo=$(cd "$here/../.." && pwd -P)
cd "$repo"
target=${CARGO_TARGET_DIR:-$repo/target}
libraries=${PRORATA_LIB_DIR:-$target/debug}
jna=${PRORATA_JNA:-/usr/share/java/jna.jar}
kotlin=$here/node_modules/kotlin-compiler/lib

usage() { sed -n '3,4s/^# *//p' "$0" >&2; exit 2; }
skip() { echo "Kotlin is skipped: $1" >&2; exit 77; }

[ "$#" -ge 3 ] || usage
action=$1 name=$2
shift 2
java=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1) || true
[ "${java:-0}" -ge 17 ] || skip "Java 17 or newer is not on PATH"
[ -r "$jna" ] || skip "JNA is not at $jna (Debian: libjna-java libjna-jni; elsewhere set PRORATA_JNA)"
# The lock file decides the version; a compiler of another version is replaced.
lock=$here/package-lock.json
if ! cmp -s "$lock" "$here/node_modules/.installed-from"; then
    command -v npm >/dev/null || skip "npm is not on PATH, and the compiler comes from it"
    (cd "$here" && npm ci --ignore-scripts --no-audit --no-fund --silent)
    cp "$lock" "$here/node_modules/.installed-from"
fi
runtime=$kotlin/kotlin-stdlib.jar:$kotlin/kotlinx-coroutines-core-jvm.jar:$jna${PRORATA_JARS:+:$PRORATA_JARS}
out=$target/kotlin/$name

case $action in
compile)
    # A folder among the jars is an earlier compilation: what went into it counts too.
    inputs=$(sha256sum "$lock" "$@"; tr ':' '\n' <<<"${PRORATA_JARS:-}" | sed 's|$|/.inputs|' | xargs cat 2>/dev/null) || true
    if [ -e "$out/.inputs" ] && [ "$inputs" = "$(cat "$out/.inputs")" ]; then exit 0; fi
    rm -rf "$out"
    mkdir -p "$out"
    java -cp "$kotlin/*" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-stdlib -no-reflect -jvm-target 17 \
        -cp "$runtime" -d "$out" "$@"
    printf '%s\n' "$inputs" >"$out/.inputs"
    ;;
run)
    main=$1
    shift
    [ -e "$out/.inputs" ] || { echo "kotlin.sh: $name is not compiled yet" >&2; exit 1; }
    exec java "-Djna.library.path=$libraries" -cp "$out:$runtime" "$main" "$@"
    ;;
*) usage ;;
esac
