#!/bin/bash
# incus-member.sh up|run|down ROOT   One Incus member with its state under ROOT, without systemd. Root, Debian.
#   up    start it and return; prints the path of its socket
#   run   start it, print the path, stop it when standard input ends: the member cannot outlive its caller
#   down  stop it and remove everything, ROOT included
# Namespaces of its own (net, mount, uts, pid, cgroup): two members on one machine do not meet, and killing
# one process takes all of it away. Its network has no way out, and nothing outside has a way in but the socket.
# With HTTPS=1 there is a second way in: a cable between the machine and the member, on which Incus listens at
# the address in ROOT/https-address. The token in ROOT/trust-token admits one client.
set -euo pipefail
# `su` leaves root the path of the user before, without the folders of ip, nft and mkfs.
PATH=$PATH:/usr/sbin:/sbin
HERE=$(dirname "$(realpath "$0")")
COMMAND=${1:?usage: incus-member.sh up|run|down ROOT} ROOT=$(realpath -m "${2:?usage: incus-member.sh up|run|down ROOT}")
REGISTRY=/run/andromede-incus
NAME=andromede-incus-$(printf %s "$ROOT" | sha256sum | cut -c1-8)

cgroups() { for c in /sys/fs/cgroup/*/; do [ -e "${c}cgroup.procs" ] && echo "$c$1"; done; }
# A process of ours: a stale pid file must not cost a stranger its life. Between its fork and its first exec
# the member still bears this script's name.
member_lives() { [ -n "${1:-}" ] && grep -qsaE "member-init\.sh|incus-member\.sh" "/proc/$1/cmdline"; }
poll() { for _ in $(seq "$1"); do if "${@:2}"; then return 0; fi; sleep 0.05; done; return 1; }
cgroups_gone() {
  local left=0
  for c in $(cgroups "$1"); do [ -d "$c" ] && { find "$c" -depth -type d -exec rmdir {} \; 2>/dev/null || true; [ -d "$c" ] && left=1; }; done
  return $left
}
member_gone() { ! member_lives "$1"; }

# Remove one member by its registry entry; also what a killed one has left.
remove() {
  local name=$1 entry=$REGISTRY/$1 root pid inode net
  [ -d "$entry" ] || return 0
  root=$(cat "$entry/root") pid=$(cat "$entry/pid" 2>/dev/null || true)
  if member_lives "$pid"; then kill -KILL "$pid" 2>/dev/null || true; poll 100 member_gone "$pid" || true; fi
  for c in $(cgroups "$name"); do xargs -r kill -KILL < "$c/cgroup.procs" 2>/dev/null || true; done
  # The last two are the internet of a test that was killed.
  for net in "$name" "$name-6" "$name-o"; do ip netns del "$net" 2>/dev/null || true; done
  poll 100 cgroups_gone "$name" || echo "cgroups of $name could not be removed" >&2
  if [ -e "$root/lib/disks/default.img" ]; then
    inode=$(stat -c %i "$root/lib/disks/default.img")
    losetup -ln -O NAME,BACK-INO 2>/dev/null | awk -v i="$inode" '$2 == i { print $1 }' | xargs -r losetup -d 2>/dev/null || true
  fi
  [ ! -f "$entry/subnet" ] || ip route del unreachable "$(cat "$entry/subnet")" 2>/dev/null || true
  [ ! -f "$entry/made" ] || rm -rf --one-file-system "$root"
  rm -rf "$entry"
}

# Members whose process died without `down` (the machine's, or their caller's, sudden end).
sweep() {
  local entry
  for entry in "$REGISTRY"/*/; do
    [ -d "$entry" ] || continue
    # The lock is held by whoever is starting or running the member.
    flock -n "$entry/lock" true 2>/dev/null || continue
    member_lives "$(cat "$entry/pid" 2>/dev/null || true)" || remove "$(basename "$entry")"
  done
}

# The route is also the claim: adding it a second time fails, so two members never share a range. It keeps
# what is meant for an instance from leaving by the machine's default route.
claim_subnet() {
  local first=$((16#${NAME: -2})) k
  for k in $(seq 0 255); do
    SUBNET=10.77.$(((first + k) % 256))
    if ip route add unreachable "$SUBNET.0/24" metric 4000 2>/dev/null; then echo "$SUBNET.0/24" > "$REGISTRY/$NAME/subnet"; return 0; fi
  done
  echo "no free range among 10.77.0.0/16" >&2; return 1
}

# Our own child is asked for by its number, not by its name: while it passes from one exec to the next its
# command line can be that of its parent, or empty.
# One end on the machine, one in the member; it goes when the member's network goes.
lay_cable() {
  local link=10.78.${SUBNET##*.}
  ip link add "andi-${NAME: -8}" type veth peer name host0 netns "$NAME"
  ip addr add "$link.1/30" dev "andi-${NAME: -8}"; ip link set "andi-${NAME: -8}" up
  ip -n "$NAME" addr add "$link.2/30" dev host0; ip -n "$NAME" link set host0 up
  echo "$link.2:8443" > "$ROOT/https-address"
}

child_lives() { kill -0 "$CHILD" 2>/dev/null; }
answers() { curl -fs --max-time 2 --unix-socket "$ROOT/lib/unix.socket" http://incus/1.0 >/dev/null 2>&1 || ! child_lives; }

start() {
  "$HERE/packages.sh"
  mkdir -p "$REGISTRY"
  exec 8> "$REGISTRY/.lock"; flock 8
  sweep
  mkdir "$REGISTRY/$NAME" 2>/dev/null || { echo "a member with this folder is already up" >&2; exit 1; }
  exec 9> "$REGISTRY/$NAME/lock"; flock 9
  exec 8>&-
  echo "$ROOT" > "$REGISTRY/$NAME/root"
  trap 'remove "$NAME"' EXIT
  if [ -e "$ROOT" ] && [ -n "$(ls -A "$ROOT")" ]; then echo "$ROOT is not empty" >&2; exit 1; fi
  touch "$REGISTRY/$NAME/made"
  mkdir -p "$ROOT"/{lib,log}
  : > "$ROOT/log/member.log"
  claim_subnet
  ip netns add "$NAME"; ip -n "$NAME" link set lo up; echo "$NAME" > "$ROOT/netns"
  [ -z "${HTTPS:-}" ] || lay_cable
  local c
  for c in $(cgroups "$NAME"); do
    mkdir -p "$c"
    [ ! -e "$c/cpuset.cpus" ] || { cat "$c/../cpuset.cpus" > "$c/cpuset.cpus"; cat "$c/../cpuset.mems" > "$c/cpuset.mems"; echo 1 > "$c/cgroup.clone_children"; }
  done
  # The cgroups are entered before unshare, so that the member sees them as its roots.
  local tie=(); [ "$COMMAND" != run ] || tie=(setpriv --pdeathsig KILL)
  setsid "${tie[@]}" bash -c '
    for c in /sys/fs/cgroup/*/; do [ ! -e "$c/$1/cgroup.procs" ] || echo $$ > "$c/$1/cgroup.procs"; done
    exec ip netns exec "$1" unshare --mount --uts --pid --cgroup --fork --kill-child=SIGKILL bash "$3/member-init.sh" "$1" "$2"
  ' start "$NAME" "$ROOT" "$HERE" member-init.sh </dev/null >"$ROOT/log/member.log" 2>&1 9>&- &
  CHILD=$!; echo "$CHILD" > "$REGISTRY/$NAME/pid"; disown
  poll 600 answers || true
  child_lives || { echo "incusd did not come up: $(tail -n 1 "$ROOT/log/member.log")" >&2; exit 1; }
  export INCUS_DIR=$ROOT/lib
  incus admin waitready --timeout 60
  incus admin init --preseed <<Y
storage_pools: [{name: default, driver: btrfs, config: {size: 256GiB}}]
networks: [{name: incusbr0, type: bridge, config: {ipv4.address: $SUBNET.1/24, ipv4.nat: "false", ipv6.address: none}}]
profiles:
- name: default
  devices:
    root: {type: disk, path: /, pool: default}
    eth0: {type: nic, name: eth0, network: incusbr0}
Y
  if [ -n "${HTTPS:-}" ]; then
    incus config set core.https_address "$(cat "$ROOT/https-address")"
    incus config trust add andromede -q > "$ROOT/trust-token"
  fi
  "$HERE/build-busybox-image.sh" "$ROOT/busybox.tar.gz"
  incus image import "$ROOT/busybox.tar.gz" --alias busybox -q
  echo "$ROOT/lib/unix.socket"
}

case $COMMAND in
  up) start; trap - EXIT;;
  run)
    trap 'exit 0' TERM INT HUP
    start
    # Every byte is ignored; only the end counts. In the background so that a signal is handled at once.
    cat <&0 >/dev/null & wait $! || true;;
  down) remove "$NAME";;
  *) echo "usage: incus-member.sh up|run|down ROOT" >&2; exit 2;;
esac
