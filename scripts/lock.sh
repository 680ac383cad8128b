#!/usr/bin/env bash
# Versions and hashes, no address: the requirements install from whatever index the machine uses.
set -euo pipefail
cd "$(dirname "$0")/.."
for target in "requirements.txt --no-default-groups" "requirements-dev.txt --all-groups"; do
  set -- $target
  { echo "# Made by \`make lock\`: versions and hashes only, no address."
    uv export --quiet --no-header --no-emit-project "$2"; } >"$1.new"
  mv "$1.new" "$1"
done
