#!/bin/bash
# hold-ovn-addresses.sh [DATABASE]   Holds every server on OVN networks to its own addresses: it sends from them only and gets
# what is for them only, also by ARP and neighbour discovery. Incus leaves `port_security` of its ports empty, and has no
# setting or rule that would stand for it.
# Runs on each machine with a northbound database, on that database's socket. It writes a port some 0.1 s after Incus; several
# write the same. It ends when the database fails it, and its service starts it again.
set -euo pipefail
DATABASE=${1:-unix:/run/ovn/ovnnb_db.sock}

# `UUID ADDRESSES` of each port of a server that is not held to its addresses. A port is four lines and an empty one.
loose() {
  ovn-nbctl --db="$DATABASE" --no-leader-only --bare --columns=_uuid,addresses,dynamic_addresses,port_security \
    find Logical_Switch_Port 'type=""' | awk '
      NR % 5 == 1 { port = $0 } NR % 5 == 2 { own = $0 } NR % 5 == 3 { given = $0 }
      NR % 5 == 4 { if (own ~ /dynamic/) own = given; if (own ~ /^([0-9a-f][0-9a-f]:)+[0-9a-f]+ / && own != $0) print port, own }'
}

hold() {
  local ports port addresses
  ports=$(loose)
  while read -r port addresses; do
    [ -z "$port" ] || ovn-nbctl --db="$DATABASE" --no-leader-only --if-exists \
      set Logical_Switch_Port "$port" "port_security=\"$addresses\""
  done <<< "$ports"
}

exec 3< <(exec ovsdb-client monitor "$DATABASE" OVN_Northbound Logical_Switch_Port addresses,dynamic_addresses,port_security)
trap "kill $! 2>/dev/null || true" EXIT
# The first lines are the database as it is; each change adds some.
while read -r -u 3 _; do
  while read -r -t 0.01 -u 3 _; do :; done
  hold
done
