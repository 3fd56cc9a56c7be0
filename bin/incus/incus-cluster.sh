#!/bin/bash
# incus-cluster.sh ROOT [MEMBERS=3]   A cluster of Incus members with their state under ROOT, without systemd. Root, Debian.
# Prints `ready` when it is up (member K's socket is ROOT/nK/lib/unix.socket), then obeys lines on its standard input and
# says `done` after each: `kill K` (it dies without a word), `start K`. It goes when standard input ends.
# Each member has namespaces of its own (net, mount, uts, pid, cgroup); they meet on a bridge in one more namespace. None
# of these has a way out, and nothing outside has a way in but the sockets.
#
# With OVN=1 private networks are OVN networks of the uplink `uplink`, and the zone has a border: a router that learns from
# the members, by BGP, where public addresses are, and a host on "the internet", both in namespaces of their own.
#
#   internet 198.18.0.10 -- 198.18.0.1 router 10.90.1.254 -- 10.90.1.K member K (10.90.0.K API, 10.90.2.K tunnels)
#
# The names of the two namespaces are in ROOT/internet and ROOT/router. Public ranges: 198.51.100.0/24, 2001:db8:100::/48.
set -euo pipefail
# `su` leaves root the path of the user before, without the folders of ip, nft and mkfs.
PATH=$PATH:/usr/sbin:/sbin
HERE=$(dirname "$(realpath "$0")")
ROOT=$(realpath -m "${1:?usage: incus-cluster.sh ROOT [MEMBERS]}") N=${2:-3}
ID=andc$(printf %s "$ROOT" | sha256sum | cut -c1-6) OVN=${OVN:-}
declare -A CHILD

poll() { for _ in $(seq "$1"); do if "${@:2}"; then return 0; fi; sleep 0.05; done; return 1; }
cgroups() { for c in /sys/fs/cgroup/*/; do [ -e "${c}cgroup.procs" ] && echo "$c$1"; done; }
cgroups_gone() {
  local c left=0
  for c in $(cgroups "$1"); do [ -d "$c" ] && { find "$c" -depth -type d -exec rmdir {} \; 2>/dev/null || true; [ -d "$c" ] && left=1; }; done
  return $left
}
# The client dials the address of a member when another joins, so it must run in a member's own network.
inc() { ip netns exec "$ID-n$1" env INCUS_DIR="$ROOT/n$1/lib" incus "${@:2}"; }
lives() { kill -0 "${CHILD[$1]}" 2>/dev/null; }
dead() { ! lives "$1"; }
answers() { curl -fs --max-time 2 --unix-socket "$ROOT/n$1/lib/unix.socket" http://incus/1.0 >/dev/null 2>&1 || dead "$1"; }

start_member() {
  local k=$1 name=$ID-n$1 c
  mkdir -p "$ROOT/n$k"/{lib,log}
  ip netns add "$name"; ip -n "$name" link set lo up
  ip link add "v$k" netns "$ID" type veth peer name fab0 netns "$name"
  ip -n "$ID" link set "v$k" master br0 up
  ip -n "$name" addr add "10.90.0.$k/24" dev fab0; ip -n "$name" link set fab0 up
  [ -z "$OVN" ] || wire_ovn "$k" "$name"
  for c in $(cgroups "$name"); do
    mkdir -p "$c"
    [ ! -e "$c/cpuset.cpus" ] || { cat "$c/../cpuset.cpus" > "$c/cpuset.cpus"; cat "$c/../cpuset.mems" > "$c/cpuset.mems"; echo 1 > "$c/cgroup.clone_children"; }
  done
  # The cgroups are entered before unshare, so that the member sees them as its roots.
  setsid setpriv --pdeathsig KILL bash -c '
    for c in /sys/fs/cgroup/*/; do [ ! -e "$c/$1/cgroup.procs" ] || echo $$ > "$c/$1/cgroup.procs"; done
    exec ip netns exec "$1" unshare --mount --uts --pid --cgroup --fork --kill-child=SIGKILL bash "$3/member-init.sh" "$1" "$2" $4
  ' start "$name" "$ROOT/n$k" "$HERE" "${OVN:+$k}" </dev/null >"$ROOT/n$k/log/member.log" 2>&1 &
  CHILD[$k]=$!
  poll 600 answers "$k" || true
  lives "$k" || { echo "member $k did not come up: $(tail -n 1 "$ROOT/n$k/log/member.log")" >&2; exit 1; }
}

kill_member() {
  local k=$1 name=$ID-n$1 c inode
  [ -z "${CHILD[$k]:-}" ] || { kill -KILL "${CHILD[$k]}" 2>/dev/null || true; wait "${CHILD[$k]}" 2>/dev/null || true; }
  for c in $(cgroups "$name"); do [ ! -e "$c/cgroup.procs" ] || xargs -r kill -KILL < "$c/cgroup.procs" 2>/dev/null || true; done
  ip netns del "$name" 2>/dev/null || true
  # Its other end goes with the namespace, but not at once.
  for cable in v u g e; do ip -n "$ID" link del "$cable$k" 2>/dev/null || true; done
  poll 100 cgroups_gone "$name" || echo "cgroups of $name could not be removed" >&2
  if [ -e "$ROOT/n$k/lib/disks/default.img" ]; then
    inode=$(stat -c %i "$ROOT/n$k/lib/disks/default.img")
    losetup -ln -O NAME,BACK-INO 2>/dev/null | awk -v i="$inode" '$2 == i { print $1 }' | xargs -r losetup -d 2>/dev/null || true
  fi
}

down() {
  local k
  # A second signal would end this halfway.
  trap '' TERM INT HUP
  for k in $(seq "$N"); do kill_member "$k"; done
  for name in "$ID-r" "$ID-o"; do
    ip netns pids "$name" 2>/dev/null | xargs -r kill -KILL 2>/dev/null || true
    ip netns del "$name" 2>/dev/null || true
  done
  ip netns del "$ID" 2>/dev/null || true
  rm -rf --one-file-system "$ROOT"
}

"$HERE/${OVN:+ovn-}packages.sh"
if [ -e "$ROOT" ] && [ -n "$(ls -A "$ROOT")" ]; then echo "$ROOT is not empty" >&2; exit 1; fi
trap down EXIT
trap 'exit 0' TERM INT HUP
ip netns add "$ID"; ip -n "$ID" link set lo up
ip -n "$ID" link add br0 type bridge; ip -n "$ID" link set br0 up
mkdir -p "$ROOT"
[ -z "$OVN" ] || . "$HERE/ovn-border.sh"
for k in $(seq "$N"); do start_member "$k"; done
inc 1 admin init --preseed <<Y
config: {core.https_address: "10.90.0.1:8443"}
cluster: {enabled: true, server_name: n1}
storage_pools: [{name: default, driver: btrfs, config: {size: 32GiB}}]
${OVN:+#}networks: [{name: incusbr0, type: bridge, config: {ipv4.address: 10.77.0.1/24, ipv4.nat: "false", ipv6.address: none}}]
profiles:
- name: default
  devices:
    root: {type: disk, path: /, pool: default}
    ${OVN:+#}eth0: {type: nic, name: eth0, network: incusbr0}
Y
# Only once clustered: in the preseed, the handler of 6.0.4 dies on it.
inc 1 config set cluster.offline_threshold=11
for k in $(seq 2 "$N"); do
  token=$(inc 1 cluster add "n$k" -q | tail -n 1)
  inc "$k" admin init --preseed <<Y
cluster:
  enabled: true
  server_name: n$k
  server_address: 10.90.0.$k:8443
  cluster_token: $token
  member_config:
  - {entity: storage-pool, name: default, key: source, value: ""}
  - {entity: storage-pool, name: default, key: size, value: 32GiB}
Y
done
[ -z "$OVN" ] || make_uplink
"$HERE/build-busybox-image.sh" "$ROOT/busybox.tar.gz"
inc 1 image import "$ROOT/busybox.tar.gz" --alias busybox -q
echo ready
while read -r verb k; do
  case $verb in
    kill) kill_member "$k";;
    start) start_member "$k";;
    *) echo "unknown: $verb" >&2; exit 2;;
  esac
  echo "done"
done
