#!/bin/bash
# ovn-member.sh K ROOT   Open vSwitch and OVN on member K of a cluster; started by member-init.sh, by nothing else.
# Open vSwitch uses its userspace datapath, so the kernel needs no module. The databases of OVN are a RAFT cluster of the
# first three members, each with ovn-northd. The cables gnv0 (tunnels between members) and ext0 (uplink) come from
# incus-cluster.sh. `--monitor` restarts a daemon that crashes: ovn-controller did so once at its first start.
set -euo pipefail
K=$1 DB=$2/ovsdb RUN=/run/openvswitch
API=10.90.0 TUNNELS=10.90.2
mkdir -p "$DB"
daemon() { # daemon NAME COMMAND…
  local name=$1; shift
  "$@" --pidfile="$RUN/$name.pid" --unixctl="$RUN/$name.ctl" --log-file="/var/log/openvswitch/$name.log" --detach --monitor -vconsole:off
}
everyone() { echo "tcp:$API.1:$1,tcp:$API.2:$1,tcp:$API.3:$1"; }

[ -e "$DB/conf.db" ] || ovsdb-tool create "$DB/conf.db" /usr/share/openvswitch/vswitch.ovsschema
daemon ovsdb ovsdb-server "$DB/conf.db" --remote=punix:$RUN/db.sock
ovs-vsctl --no-wait init
ovs-vsctl --no-wait set Open_vSwitch . other_config:userspace-tso-enable=true \
  external-ids:system-id="n$K" external-ids:hostname="n$K" external-ids:ovn-bridge-datapath-type=netdev \
  external-ids:ovn-encap-type=geneve external-ids:ovn-encap-ip="$TUNNELS.$K" external-ids:ovn-remote="$(everyone 6642)" \
  external-ids:ovn-remote-probe-interval=5000 external-ids:ovn-openflow-probe-interval=30
daemon vswitchd /usr/lib/openvswitch-switch/ovs-vswitchd unix:$RUN/db.sock
# The address of the tunnels is on the bridge, because the userspace datapath wraps the packets itself.
ovs-vsctl --may-exist add-br br-gnv -- set bridge br-gnv datapath_type=netdev -- --may-exist add-port br-gnv gnv0
ip addr replace "$TUNNELS.$K/24" dev br-gnv
ip link set br-gnv up mtu 1600
# Incus makes the uplink of its OVN networks on this bridge.
ovs-vsctl --may-exist add-br br-ext -- set bridge br-ext datapath_type=netdev -- --may-exist add-port br-ext ext0
ip link set br-ext up
if [ "$K" -le 3 ]; then
  for each in nb:OVN_Northbound:6641:6643 sb:OVN_Southbound:6642:6644; do
    IFS=: read -r db schema port raft <<< "$each"
    if [ ! -e "$DB/$db.db" ]; then
      if [ "$K" = 1 ]; then ovsdb-tool create-cluster "$DB/$db.db" /usr/share/ovn/ovn-$db.ovsschema "tcp:$API.1:$raft"
      else ovsdb-tool join-cluster "$DB/$db.db" "$schema" "tcp:$API.$K:$raft" "tcp:$API.1:$raft"; fi
    fi
    daemon "ovn-$db" ovsdb-server "$DB/$db.db" --remote=punix:/run/ovn/ovn${db}_db.sock --remote="ptcp:$port:$API.$K"
  done
  daemon northd ovn-northd --ovnnb-db="$(everyone 6641)" --ovnsb-db="$(everyone 6642)"
  # As operators run it, by a service that starts it again.
  while sleep 0.2; do bash "$(dirname "$(realpath "$0")")/../../deploy/hold-ovn-addresses.sh" || true; done >/dev/null 2>&1 &
fi
daemon controller ovn-controller unix:$RUN/db.sock
