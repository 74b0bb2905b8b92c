#!/bin/sh
# Builds the package and tests it: `cargo xtask test` calls this. Exit 77 says that it cannot run here.
set -eu
cd "$(dirname "$0")"

for tool in node npm cargo; do
  command -v "$tool" >/dev/null || { echo "there is no $tool"; exit 77; }
done

# What npm installed stands until the lock changes.
stamp=node_modules/.package-lock.stamp
if ! cmp -s package-lock.json "$stamp"; then
  npm ci --no-fund --no-audit --loglevel=error
  cp package-lock.json "$stamp"
fi

before=$(cat index.d.ts index.js | cksum)
npm run --silent build:debug
if [ "$before" != "$(cat index.d.ts index.js | cksum)" ]; then
  echo "stale, now written anew, to be committed: index.d.ts or index.js" >&2
  exit 1
fi

npm test --silent
npm run --silent types
