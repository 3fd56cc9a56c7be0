#!/bin/bash
# packages.sh   Checks that this machine can run Patroni with etcd, PostgreSQL 17 and HAProxy, and installs what is missing
# (Debian, root). Silent and 0 when it can; otherwise one line with the reason on stderr, and 3.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
. "$(dirname "$(realpath "$0")")/../lib/debian-packages.sh"

installed() {
  local program
  for program in patroni patronictl etcd etcdctl haproxy ip setpriv /usr/lib/postgresql/17/bin/postgres; do
    command -v "$program" >/dev/null || return 1
  done
  # Patroni imports it, and its package only recommends it.
  /usr/bin/python3 -c "import etcd" 2>/dev/null
}
installed || prevent_cluster
install_packages "Patroni" "patroni etcd postgresql haproxy" "patroni python3-etcd etcd-server etcd-client postgresql-17 haproxy iproute2"
