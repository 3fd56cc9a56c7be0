#!/bin/bash
# packages.sh   Checks that this machine can run pgBackRest with PostgreSQL 17, and age, and installs what is missing (Debian, root).
# Silent and 0 when it can; otherwise one line that says why not on stderr, and 3.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
. "$(dirname "$(realpath "$0")")/../lib/debian-packages.sh"

installed() { command -v pgbackrest >/dev/null && command -v age >/dev/null && [ -x /usr/lib/postgresql/17/bin/postgres ]; }

# Its installation would otherwise make and start a cluster on the usual port.
if ! installed && [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
  mkdir -p /etc/postgresql-common/createcluster.d
  echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/andromede-tests.conf
fi
install_packages "pgBackRest or age" "postgresql" "postgresql-17 pgbackrest age"
