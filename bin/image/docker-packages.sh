#!/bin/bash
# docker-packages.sh   Checks that this machine can run deploy/compose.yaml with Docker and images made here, and installs what
# is missing (Debian, root). Silent and 0 when it can; otherwise one line with the reason on stderr, and 3.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
. "$(dirname "$(realpath "$0")")/../lib/debian-packages.sh"

installed() {
  local program
  for program in buildah docker dockerd iptables nsenter ip /usr/lib/postgresql/17/bin/postgres; do
    command -v "$program" >/dev/null || return 1
  done
  docker compose version >/dev/null 2>&1
}
installed || prevent_cluster
install_packages "Docker" "docker containerd postgresql" "buildah docker.io docker-cli docker-compose iptables iproute2 postgresql-17"
