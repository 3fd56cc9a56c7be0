#!/bin/bash
# packages.sh   Checks that this machine can run PowerDNS, and installs what is missing (Debian, root).
# Silent and 0 when it can; otherwise one line that says why not on stderr, and 3.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
. "$(dirname "$(realpath "$0")")/../lib/debian-packages.sh"

schema=/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql
installed() { command -v pdns_server >/dev/null && [ -f "$schema" ]; }
install_packages "PowerDNS" "pdns" "pdns-server pdns-backend-sqlite3"
