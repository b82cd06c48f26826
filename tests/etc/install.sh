#!/bin/sh
# install.sh SOURCE BUILD: what `cmake --install` puts where, and that it works from there.
set -eu
build=$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

cmake --install "$build" --prefix "$place/usr" > /dev/null
cd "$place/usr"
for file in sbin/xuejid share/doc/xueji/operations.md share/doc/xueji/LICENSE \
    share/doc/xueji/examples/xuejid.conf share/doc/xueji/examples/sshd.conf \
    share/xueji/divisions.csv \
    lib/systemd/system/xuejid.service; do
    [ -s "$file" ] || { echo "$file is not installed"; exit 1; }
done
grep -qx "ExecStart=$place/usr/sbin/xuejid serve /var/lib/xueji" \
    lib/systemd/system/xuejid.service || { echo "the unit names another program"; exit 1; }
"$place/usr/sbin/xuejid" help settings | cmp - share/doc/xueji/examples/xuejid.conf
"$place/usr/sbin/xuejid" version | grep -q '^xuejid [0-9]'
