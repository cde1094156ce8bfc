# Read by each installed hook: names lefthook's program, which the hook would look for by starting a Node, twice.
if [ -z "$LEFTHOOK_BIN" ]; then
  case $(uname -sm) in
    "Linux x86_64") lefthook_platform=linux-x64 ;;
    "Linux aarch64") lefthook_platform=linux-arm64 ;;
    "Darwin x86_64") lefthook_platform=darwin-x64 ;;
    "Darwin arm64") lefthook_platform=darwin-arm64 ;;
    *) lefthook_platform=other ;;
  esac
  if [ -x "node_modules/lefthook-$lefthook_platform/bin/lefthook" ]; then
    LEFTHOOK_BIN=node_modules/lefthook-$lefthook_platform/bin/lefthook
  fi
fi
