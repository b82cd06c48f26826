#!/bin/sh
# ssh.sh SOURCE: OpenSSH's own programs accept the settings that are shipped, and read them so.
set -eu
source=$1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
fail() {
    echo "$1"
    exit 1
}

ssh -G -F "$source/etc/ssh/xueji.conf" xueji > "$place/client" || fail "ssh refuses xueji.conf"
for wanted in "compression yes" "kexalgorithms curve25519-sha256" "forwardagent no"; do
    grep -qx "$wanted" "$place/client" || fail "ssh does not read: $wanted"
done

# A server is not installed for this: it would open a port. Where there is one, it is asked.
sshd=$(PATH=$PATH:/usr/sbin command -v sshd) || exit 0
mkdir -p /run/sshd 2> /dev/null || exit 0
ssh-keygen -q -t ed25519 -N '' -f "$place/host_key"
{
    echo "HostKey $place/host_key"
    cat "$source/etc/ssh/sshd.conf"
} > "$place/sshd_config"
"$sshd" -t -f "$place/sshd_config" || fail "sshd refuses sshd.conf"
group=$(id -gn)
sed -i "s/^Match Group xueji/Match Group $group/" "$place/sshd_config"
"$sshd" -T -f "$place/sshd_config" -C "user=$(id -un),host=h,addr=127.0.0.1" > "$place/server"
for wanted in "forcecommand /usr/bin/xueji" "disableforwarding yes" "permituserrc no"; do
    grep -qx "$wanted" "$place/server" || fail "sshd does not read: $wanted"
done
