#!/bin/bash
# packages.sh   Checks that this machine has promtool, and installs what is missing (Debian, root).
# Silent and 0 when it has; otherwise one line that says why not on stderr, and 3.
set -euo pipefail
. "$(dirname "$(realpath "$0")")/../lib/debian-packages.sh"

installed() { command -v promtool >/dev/null; }
install_packages "Prometheus" "prometheus" "prometheus"
