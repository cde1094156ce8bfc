#!/bin/sh
# Runs one hook of this folder under the Node of the lockfile, whatever Node is on the PATH. Called by lefthook.
# Usage: run.sh commit-message FILE | run.sh pushed-branches (reads git's lines from standard input)
root=$(dirname -- "$0")/../..
hook=$1
shift
node=$root/node_modules/.bin/node
if ! [ -x "$node" ]; then
  # Where no pinned Node is packaged (Apple silicon) the person's own serves, if it can strip types.
  node=$(command -v node) && "$node" -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 24 ? 0 : 1)' || {
    echo "hooks: no Node 24 found, so nothing was checked. Run npm ci, or install Node 24." >&2
    exit 0
  }
fi

# One bundled file loads in a third of the time that a dozen sources need; it is made anew when a source is newer.
bundle=$root/node_modules/.cache/hooks/$hook.mjs
sources="$root/scripts/hooks $root/packages/source-checks/src $root/packages/result/src"
# shellcheck disable=SC2086 # three folders, not one
if ! [ -f "$bundle" ] || [ -n "$(find $sources -newer "$bundle" -print -quit)" ]; then
  "$node" "$root/scripts/hooks/bundle.mjs" "$hook" </dev/null || exec "$node" --conditions=source "$root/scripts/hooks/$hook.ts" "$@"
fi
exec "$node" "$bundle" "$@"
