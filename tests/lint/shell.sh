#!/bin/sh
# shell.sh ROOT: shell scripts pass shellcheck. Skipped (77) where it is not installed.
set -eu
command -v shellcheck > /dev/null || exit 77
cd "$1"
found=$(find . \( -name .git -o -name third_party -o -path './build*' -o -path './demo*' \
    -o -path ./tests/fixtures \) -prune -o -type f -print0 |
    xargs -0 grep -lE '^#!/(usr/)?bin/(env )?(ba|da)?sh' /dev/null | sort |
    xargs shellcheck --format=gcc | sed 's|^\./||')
[ -z "$found" ] || { echo "$found"; exit 1; }
