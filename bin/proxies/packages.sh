#!/bin/bash
# packages.sh   Checks that this machine can run the samples of reverse proxies, and installs what is missing (Debian, root).
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
. "$(dirname "$(realpath "$0")")/../lib/debian-packages.sh"

installed() {
  local program
  for program in haproxy nginx caddy openssl; do command -v "$program" >/dev/null || return 1; done
}
install_packages "HAProxy, nginx and Caddy" "haproxy nginx caddy" "haproxy nginx caddy openssl"
