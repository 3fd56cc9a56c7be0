#!/bin/bash
# hold-ovn-addresses.sh [DATABASE]   Holds every server on OVN networks to its own addresses: it sends from them only and gets
# what is for them only, also by ARP and neighbour discovery. Containers of load balancers, which nobody can enter, are held to
# their MAC address: two of them share an address. Incus leaves `port_security` of its ports empty, and has no
# setting or rule that would stand for it.
# Runs on each machine with a northbound database, on that database's socket. It writes a port some 0.1 s after Incus; several
# write the same. It ends when the database fails it, and its service starts it again.
set -euo pipefail
DATABASE=${1:-unix:/run/ovn/ovnnb_db.sock}

read_nb() { ovn-nbctl --db="$DATABASE" --no-leader-only --bare "$@"; }

# `UUID ADDRESSES` of each port of a server that is not held to its addresses. A port is five lines and an empty one; the name
# of its container is in DNS, of two lines each.
loose() {
  awk '
    FNR == NR {
      if (FNR % 3 == 1) container = $0
      if (FNR % 3 == 2 && container ~ /^lba-[0-9a-z]+-[12][.]/ && match($0, /incus_switch_port=[^ ]+/))
        isBalancer[substr($0, RSTART + 18, RLENGTH - 18)] = 1
      next
    }
    FNR % 6 == 1 { port = $0 } FNR % 6 == 2 { name = $0 } FNR % 6 == 3 { own = $0 } FNR % 6 == 4 { given = $0 }
    FNR % 6 == 5 {
      if (own ~ /dynamic/) own = given
      if (own !~ /^([0-9a-f][0-9a-f]:)+[0-9a-f]+ /) next
      if (name in isBalancer) own = substr(own, 1, 17)
      if (own != $0) print port, own
    }' <(read_nb --columns=records,external_ids list DNS; echo) \
    <(read_nb --columns=_uuid,name,addresses,dynamic_addresses,port_security find Logical_Switch_Port 'type=""')
}

hold() {
  local ports port addresses
  ports=$(loose)
  while read -r port addresses; do
    [ -z "$port" ] || ovn-nbctl --db="$DATABASE" --no-leader-only --if-exists \
      set Logical_Switch_Port "$port" "port_security=\"$addresses\""
  done <<< "$ports"
}

# The name of a container comes after its port. Each monitor ends with the other one.
monitor() {
  trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
  trap exit TERM
  ovsdb-client monitor "$DATABASE" OVN_Northbound Logical_Switch_Port addresses,dynamic_addresses,port_security &
  ovsdb-client monitor "$DATABASE" OVN_Northbound DNS records,external_ids &
  wait -n
}
exec 3< <(monitor)
trap "kill $! 2>/dev/null || true" EXIT
# The first lines are the database as it is; each change adds some.
while read -r -u 3 _; do
  while read -r -t 0.01 -u 3 _; do :; done
  hold
done
