#!/bin/bash
# ovn-packages.sh   Like packages.sh, for the cluster with OVN: Open vSwitch, OVN, and a router that speaks BGP.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
"$(dirname "$(realpath "$0")")/packages.sh"

refuse() { echo "$1" >&2; exit 3; }
installed() {
  [ -x /usr/lib/openvswitch-switch/ovs-vswitchd ] || return 1
  for c in ovs-vsctl ovsdb-tool ovn-northd ovn-controller ovn-nbctl bird; do command -v "$c" >/dev/null || return 1; done
}
installed && exit 0
export DEBIAN_FRONTEND=noninteractive
APT=(apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 -qq)
WANTED=(openvswitch-switch ovn-central ovn-host bird2)
"${APT[@]}" install -y --no-install-recommends "${WANTED[@]}" >/dev/null 2>&1 || {
  "${APT[@]}" update >/dev/null 2>&1 || refuse "the package lists could not be refreshed (apt-get update failed)"
  "${APT[@]}" install -y --no-install-recommends "${WANTED[@]}" >/dev/null 2>&1 || refuse "the packages of OVN could not be installed by apt-get"
}
installed || refuse "the packages of OVN were installed but lack a program"
