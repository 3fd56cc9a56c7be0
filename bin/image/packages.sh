#!/bin/bash
# packages.sh   Checks that this machine can build images and run them with Podman, and installs what is missing (Debian,
# root). Silent and 0 when it can; otherwise one line with the reason on stderr, and 3.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
. "$(dirname "$(realpath "$0")")/../lib/debian-packages.sh"

installed() {
  local program
  for program in buildah podman runc catatonit netavark nft; do
    command -v "$program" >/dev/null || [ -x "/usr/lib/podman/$program" ] || [ -x "/usr/libexec/podman/$program" ] || return 1
  done
}
install_packages "Podman" "podman podman-restart podman-auto-update" "buildah podman runc catatonit netavark aardvark-dns uidmap nftables"
