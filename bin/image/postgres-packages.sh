#!/bin/bash
# postgres-packages.sh   Checks that this machine can run the image with PostgreSQL in Podman behind HAProxy, and installs what is
# missing (Debian, root). Silent and 0 when it can; otherwise one line with the reason on stderr, and 3.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
here=$(dirname "$(realpath "$0")")
bash "$here/packages.sh"
. "$here/../lib/debian-packages.sh"

installed() { [ -x /usr/lib/postgresql/17/bin/postgres ] && command -v haproxy >/dev/null; }
installed || prevent_cluster
install_packages "PostgreSQL with HAProxy" "postgresql haproxy" "postgresql-17 haproxy"
