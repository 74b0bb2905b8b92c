#!/usr/bin/env bash
# Installs what the tests need on Debian 12 and is not there yet. Run as root; running it again is safe and quick.
#   PRORATA_SWIFT_ROOT   where the Swift toolchain goes (default /opt/prorata-swift; 3.3 GB)
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
swift_root=${PRORATA_SWIFT_ROOT:-/opt/prorata-swift}
repo=$(cd "$(dirname "$0")/.." && pwd)

say() { printf 'install: %s\n' "$*"; }
die() { printf 'install: %s\n' "$*" >&2; exit 1; }

# ---- what has to be there already -------------------------------------------------------------------------------
missing=0
# need NAME MINIMUM FOUND: FOUND is empty when the tool is absent
need() {
    if [ -z "$3" ]; then
        say "missing: $1 (at least $2); install it and run this again"
        missing=1
    elif [ "$(printf '%s\n' "$2" "$3" | sort -V | head -n 1)" != "$2" ]; then
        say "too old: $1 $3 (at least $2 is needed)"
        missing=1
    else
        say "found $1 $3"
    fi
}
# first number with dots in what a command prints, on either stream; empty when it cannot be run
version_of() { { "$@" 2>&1 || true; } | grep -v 'not found' | grep -oE '[0-9]+(\.[0-9]+)*' | head -n 1 || true; }

rust_floor=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$repo/Cargo.toml")
need rustc "${rust_floor:-1.88}" "$(cd "$repo" && version_of rustc --version)"
need cargo "${rust_floor:-1.88}" "$(cd "$repo" && version_of cargo --version)"
need node 20 "$(version_of node --version)"
need npm 9 "$(version_of npm --version)"
need python3.11 3.11 "$(version_of python3.11 --version)"
need java 17 "$(version_of java -version)"
need cc 1 "$(version_of cc -dumpversion)"
[ "$missing" = 0 ] || die "nothing was installed: the tools named above come first"

# ---- Debian packages --------------------------------------------------------------------------------------------
command -v apt-get >/dev/null || die "this is not Debian: apt-get is missing"
[ "$(id -u)" = 0 ] || die "run this as root: it installs packages"
wanted=()
for package in libjna-java libjna-jni libgoogle-gson-java chromium fonts-dejavu-core debootstrap; do
    status=$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || wanted+=("$package")
done
if [ "${#wanted[@]}" -gt 0 ]; then
    say "installing ${wanted[*]}"
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
else
    say "Debian packages are there"
fi

# ---- Swift ------------------------------------------------------------------------------------------------------
# Debian 12 has no Swift and an older glibc than the next release, so the next release's compiler lives in its own root.
if command -v swift >/dev/null; then
    say "swift is on PATH: no Swift root needed"
    exit 0
fi
# One run at a time; the lock goes when this process does.
mkdir -p "$(dirname "$swift_root")"
exec 9<"$(dirname "$swift_root")"
flock 9
if [ -e "$swift_root/.complete" ]; then
    say "Swift root is there: $swift_root"
    exit 0
fi
# An interrupted run leaves only `.partial`, which is ours to remove. Anything else at the final path is not.
if [ -e "$swift_root" ] && ! rmdir "$swift_root" 2>/dev/null; then
    die "$swift_root exists but was not finished by this script; move it away, or set PRORATA_SWIFT_ROOT"
fi
unshare --mount true 2>/dev/null || die "this machine does not let root mount: the Swift root cannot be made"
partial=$swift_root.partial
! grep -qF " $partial/" /proc/mounts || die "something is mounted below $partial; unmount it first"
rm -rf --one-file-system "$partial"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v -- '-security' | head -n 1)
[ -n "$mirror" ] || die "no Debian mirror in the apt sources of this machine"
say "making the Swift root in $swift_root (a minute or two, 3.3 GB)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Mounts made inside (debootstrap makes some) end with this mount namespace.
if ! unshare --mount --propagation private bash -euo pipefail -s -- "$partial" "$mirror" >"$log" 2>&1 <<'INSIDE'
root=$1 mirror=$2
debootstrap --variant=minbase --include=ca-certificates trixie "$root" "$mirror"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root/proc" "$root/dev"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
in_root() { env -u LD_LIBRARY_PATH -u TMPDIR HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" "$@"; }
in_root apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-unsafe-io \
    swiftlang libc6-dev libstdc++-14-dev binutils
in_root apt-get clean
in_root swift --version
INSIDE
then
    tail -n 25 "$log" >&2
    die "the Swift root could not be made; the last lines of the log are above"
fi
date -u +%FT%TZ >"$partial/.complete"
mv "$partial" "$swift_root"
say "Swift root is ready: $(grep -o 'Swift version [0-9.]*' "$log" | tail -n 1)"
