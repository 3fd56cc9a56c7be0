#!/bin/bash
# packages.sh   Checks that this machine can run PgBouncer, and installs what is missing (Debian, root).
# Silent and 0 when it can; otherwise one line that says why not on stderr, and 3.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
. "$(dirname "$(realpath "$0")")/../lib/debian-packages.sh"

installed() { command -v pgbouncer >/dev/null; }
install_packages "PgBouncer" "pgbouncer" "pgbouncer"
