#!/bin/bash
# packages.sh   Checks that this machine can render the manifests and run them with Podman, and installs what is missing
# (Debian, root).
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
. "$(dirname "$(realpath "$0")")/../lib/debian-packages.sh"

installed() {
  local program
  for program in kubectl podman runc buildah nft; do command -v "$program" >/dev/null || return 1; done
  [ -x /usr/libexec/podman/catatonit ] || [ -x /usr/bin/catatonit ] || return 1
  [ -x /usr/lib/podman/netavark ] || [ -x /usr/libexec/podman/netavark ]
}
install_packages "Podman with kubectl" "podman podman-restart podman-auto-update" "kubectl podman runc catatonit buildah netavark nftables"
