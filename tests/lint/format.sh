#!/bin/sh
# format.sh ROOT: C files are as clang-format leaves them. Skipped (77) where it is not installed.
set -eu
command -v clang-format > /dev/null || exit 77
cd "$1"
found=$(find . \( -name .git -o -name third_party -o -path './build*' -o -path './demo*' \
    -o -path ./tests/fixtures \) -prune -o -name '*.[ch]' -print | sort |
    xargs clang-format --dry-run 2>&1 | grep 'warning:' | sort -t: -k1,1 -u |
    sed -E 's|^(\./)?([^:]+):([0-9]+):.*|\2:\3: is not formatted; run clang-format -i \2|')
[ -z "$found" ] || { echo "$found"; exit 1; }
