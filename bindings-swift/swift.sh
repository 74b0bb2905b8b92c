#!/usr/bin/env bash
# Runs swift on a folder of this repository:  swift.sh FOLDER ARGUMENT...   (swift.sh bindings-swift test)
# Uses swift from PATH, else the one that .ci/install.sh put in its own root. Exits with 77 when there is neither.
# FOLDER is relative to the repository. Every variable but HOME, PATH, PWD and TMPDIR goes through, as LD_LIBRARY_PATH.
set -euo pipefail
repo=$(cd "$(dirname "$0")/.." && pwd -P)
root=${PRORATA_SWIFT_ROOT:-/opt/prorata-swift}
[ "$#" -ge 2 ] || { echo "usage: $0 FOLDER ARGUMENT..." >&2; exit 2; }
folder=$(cd "$repo" && cd "$1" && pwd -P)
shift

if command -v swift >/dev/null; then
    cd "$folder"
    exec swift "$@"
fi
if [ ! -e "$root/.complete" ]; then
    echo "Swift is skipped: there is no swift on PATH and no Swift root in $root (.ci/install.sh makes one)" >&2
    exit 77
fi
if ! unshare --mount true 2>/dev/null; then
    echo "Swift is skipped: there is no swift on PATH, and entering $root takes root and leave to mount" >&2
    exit 77
fi
# The repository, and a target folder outside it, appear inside at their own paths. What is mounted here, and what is
# written to the root's /tmp, is gone when the command ends: the mount namespace is private.
target=${CARGO_TARGET_DIR:-}
exec unshare --mount --propagation private bash -euo pipefail -c '
    root=$1 repo=$2 folder=$3 target=$4
    shift 4
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/tmp"
    for shared in "$repo" "$target"; do
        [ -d "$shared" ] || continue
        shared=$(cd "$shared" && pwd -P)
        mkdir -p "$root$shared"
        mount --rbind "$shared" "$root$shared"
    done
    exec chroot "$root" /usr/bin/env -u TMPDIR --chdir="$folder" PWD="$folder" HOME=/root PATH=/usr/bin:/bin swift "$@"
' swift.sh "$root" "$repo" "$folder" "$target" "$@"
