#!/bin/bash
# packages.sh   Checks that this machine can run an Incus member, and installs what is missing (Debian, root).
# Silent and 0 when it can; otherwise one line that says why not on stderr, and 3.
set -euo pipefail
# `su` leaves root the path of the user before, without the folders of ip, nft and mkfs.
PATH=$PATH:/usr/sbin:/sbin

refuse() { echo "$1" >&2; exit 3; }

[ "$(id -u)" = 0 ] || refuse "only root may start an Incus member"
[ -f /etc/debian_version ] && command -v apt-get >/dev/null || refuse "the Incus member script installs Debian packages, and this is not Debian"
[ -e /dev/loop-control ] || refuse "no loop devices (/dev/loop-control is missing)"
grep -qw btrfs /proc/filesystems || modprobe btrfs 2>/dev/null || refuse "the kernel has no btrfs"
# The member mounts each version 1 hierarchy anew inside its namespaces; a version 2 host needs a delegated
# subtree instead. There, `apt install incus` and INCUS_SOCKET give the same.
ls /sys/fs/cgroup/*/cgroup.procs >/dev/null 2>&1 || refuse "only cgroup version 2 is mounted; use a system Incus by INCUS_SOCKET instead"
unshare --net --mount --uts --pid --cgroup --fork true 2>/dev/null || refuse "namespaces may not be created here"
unshare --user true 2>/dev/null || refuse "user namespaces may not be created here, so containers could not be unprivileged"

installed() {
  [ -x /usr/libexec/incus/incusd ] && [ -x /usr/bin/busybox ] || return 1
  for c in incus dnsmasq mkfs.btrfs ip nft curl setpriv losetup; do command -v "$c" >/dev/null || return 1; done
}
if ! installed; then
  export DEBIAN_FRONTEND=noninteractive
  APT=(apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 -qq)
  "${APT[@]}" update >/dev/null 2>&1 || refuse "the package lists could not be refreshed (apt-get update failed)"
  "${APT[@]}" install -y --no-install-recommends incus-base incus-client dnsmasq-base btrfs-progs \
    busybox-static iproute2 nftables util-linux curl >/dev/null 2>&1 || refuse "the Incus packages could not be installed by apt-get"
  installed || refuse "the Incus packages were installed but lack a program"
fi
grep -q ^root: /etc/subuid && grep -q ^root: /etc/subgid || {
  echo root:1000000:1000000000 >> /etc/subuid
  echo root:1000000:1000000000 >> /etc/subgid
}
unshare --net ip link add probe type bridge 2>/dev/null || refuse "the kernel has no network bridge"
unshare --net nft list ruleset >/dev/null 2>&1 || refuse "the kernel has no nftables"
