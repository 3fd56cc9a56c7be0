#!/bin/bash
# member-init.sh NAME ROOT [K]   Process 1 of the member's PID namespace; started by incus-member.sh and incus-cluster.sh.
# With K, its number in a cluster with OVN, it also runs Open vSwitch and OVN.
set -euo pipefail
NAME=$1 ROOT=$2
# The caller may have these set for a client; the daemon would take them too and look for its data elsewhere.
unset INCUS_DIR INCUS_SOCKET
hostname "$NAME"
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
for hierarchy in $(awk -F: '$1 != "0" { print $2 }' /proc/self/cgroup); do
  mkdir "/sys/fs/cgroup/${hierarchy#name=}"
  mount -t cgroup -o "$hierarchy" cgroup "/sys/fs/cgroup/${hierarchy#name=}"
done
mkdir -p /var/lib/incus /var/log/incus /var/lib/lxcfs /run/incus
mount --bind "$ROOT/lib" /var/lib/incus
mount --bind "$ROOT/log" /var/log/incus
mount -t tmpfs -o mode=711 tmpfs /run/incus
if [ -n "${3:-}" ]; then
  for each in /run/openvswitch /run/ovn /var/log/openvswitch /var/log/ovn; do
    mkdir -p "$each"; mount -t tmpfs -o mode=755 tmpfs "$each"
  done
  mkdir -p "$ROOT/log/openvswitch"; mount --bind "$ROOT/log/openvswitch" /var/log/openvswitch
  bash "$(dirname "$(realpath "$0")")/ovn-member.sh" "$3" "$ROOT"
fi
# lxcfs must run in this PID namespace: it may not read the personality of the machine's own process 1, and
# without it the mount hook fails every container's start.
lxcfs -p /run/incus/lxcfs.pid /var/lib/lxcfs > "$ROOT/log/lxcfs.log" 2>&1 &
export PATH=/usr/libexec/incus:/usr/sbin:/usr/bin:/sbin:/bin
incusd --group root --logfile /var/log/incus/incusd.log &
DAEMON=$!
while kill -0 $DAEMON 2>/dev/null; do wait $DAEMON || true; done
