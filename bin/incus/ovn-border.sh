# Sourced by incus-cluster.sh with OVN=1: the uplink's wires, the zone's router and the host on the internet.

cable() { # cable NAMESPACE1 NAME1 NAMESPACE2 NAME2 [BRIDGE in NAMESPACE1]
  ip link add "$2" netns "$1" type veth peer name "$4" netns "$3"
  [ -z "${5:-}" ] || ip -n "$1" link set "$2" master "$5"
  ip -n "$1" link set "$2" up; ip -n "$3" link set "$4" up
}

wire_ovn() { # wire_ovn K NAMESPACE
  cable "$ID" "u$1" "$2" up0 br1
  cable "$ID" "e$1" "$2" ext0 br1
  cable "$ID" "g$1" "$2" gnv0 br2
  ip -n "$2" addr add "10.90.1.$1/24" dev up0
  ip -n "$2" addr add "2001:db8:100:ffff::$((10 + $1))/64" dev up0 nodad
  ip -n "$2" route add default via 10.90.1.254
  ip -n "$2" -6 route add default via 2001:db8:100:ffff::1
}

# Without a terminal, `incus network create` would read a definition from our standard input.
ask() { inc "$@" </dev/null; }

make_uplink() {
  local k
  ask 1 config set "network.ovn.northbound_connection=tcp:10.90.0.1:6641,tcp:10.90.0.2:6641,tcp:10.90.0.3:6641" core.bgp_asn=65000
  # Before the peers: with peers added later, one member of three reset every connection.
  for k in $(seq "$N"); do ask "$k" config set "core.bgp_address=10.90.1.$k:179" "core.bgp_routerid=10.90.1.$k"; done
  for k in $(seq "$N"); do ask 1 network create uplink --type=physical --target="n$k" parent=br-ext -q; done
  ask 1 network create uplink --type=physical -q ovn.ingress_mode=routed \
    ipv4.gateway=10.90.1.254/24 ipv4.ovn.ranges=10.90.1.100-10.90.1.199 ipv4.routes=198.51.100.0/24 \
    ipv6.gateway=2001:db8:100:ffff::1/64 ipv6.ovn.ranges=2001:db8:100:ffff::100-2001:db8:100:ffff::1ff ipv6.routes=2001:db8:100::/48 \
    dns.nameservers=10.90.1.254 bgp.peers.border.address=10.90.1.254 bgp.peers.border.asn=65001 bgp.peers.border.holdtime=9
  # What servers without a network of a project are on. A member may read OVN's database before it has what another one
  # just wrote, and fails to create the same port group; the network is then "Errored", and is made again.
  local attempt made=
  for attempt in 1 2 3; do
    if ask 1 network create incusovn --type=ovn -q network=uplink ipv4.address=10.77.0.1/24 ipv4.nat=true ipv6.address=none; then made=1; break; fi
    ask 1 network delete incusovn -q || true
  done
  [ -n "$made" ] || return 1
  ask 1 profile device add default eth0 nic name=eth0 network=incusovn -q
}

ROUTER=$ID-r INTERNET=$ID-o
echo "$ROUTER" > "$ROOT/router"; echo "$INTERNET" > "$ROOT/internet"
for name in "$ROUTER" "$INTERNET"; do ip netns add "$name"; ip -n "$name" link set lo up; done
for bridge in br1 br2; do ip -n "$ID" link add "$bridge" type bridge mcast_snooping 0; ip -n "$ID" link set "$bridge" up; done
cable "$ID" urtr "$ROUTER" up0 br1
cable "$ROUTER" wan0 "$INTERNET" eth0
ip netns exec "$ROUTER" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n "$ROUTER" addr add 10.90.1.254/24 dev up0
ip -n "$ROUTER" addr add 2001:db8:100:ffff::1/64 dev up0 nodad
ip -n "$ROUTER" addr add 198.18.0.1/24 dev wan0
ip -n "$ROUTER" addr add 2001:db8:f::1/64 dev wan0 nodad
ip -n "$INTERNET" addr add 198.18.0.10/24 dev eth0
ip -n "$INTERNET" addr add 2001:db8:f::10/64 dev eth0 nodad
ip -n "$INTERNET" route add 198.51.100.0/24 via 198.18.0.1
ip -n "$INTERNET" -6 route add 2001:db8:100::/48 via 2001:db8:f::1
# Unclaimed addresses end at the border instead of going back and forth.
ip -n "$ROUTER" route add unreachable 198.51.100.0/24 metric 4000
ip -n "$ROUTER" -6 route add unreachable 2001:db8:100::/48 metric 4000
{
  echo 'router id 10.90.1.254;'
  echo 'protocol device {}'
  for v in 4 6; do echo "protocol kernel k$v { ipv$v { import none; export where source = RTS_BGP; }; }"; done
  for k in $(seq "$N"); do
    echo "protocol bgp n$k { local as 65001; neighbor 10.90.1.$k as 65000; hold time 9;"
    echo '  ipv4 { import where net ~ [ 198.51.100.0/24+ ]; export none; };'
    echo '  ipv6 { import where net ~ [ 2001:db8:100::/48+ ]; export none; }; }'
  done
} > "$ROOT/bird.conf"
# In the foreground of a child of ours: it ends with us.
setpriv --pdeathsig KILL ip netns exec "$ROUTER" bird -f -c "$ROOT/bird.conf" -s "$ROOT/bird.ctl" -P "$ROOT/bird.pid" </dev/null >"$ROOT/bird.log" 2>&1 &
