#!/bin/bash
# packages.sh   Checks that this machine can run Pebble with HAProxy, and installs what is missing (Debian, root).
# Silent and 0 when it can; otherwise one line that says why not on stderr, and 3.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
. "$(dirname "$(realpath "$0")")/../lib/debian-packages.sh"

installed() { command -v pebble >/dev/null && command -v haproxy >/dev/null; }
install_packages "Pebble with HAProxy" "pebble haproxy" "pebble haproxy"
