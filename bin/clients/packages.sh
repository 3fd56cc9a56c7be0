#!/bin/bash
# packages.sh   Checks that this machine has the programs that customers use next to the API, the shells zsh and fish and
# Ansible, and installs what is missing (Debian, root). Silent and 0 when it has; otherwise one line that says why not on
# stderr, and 3.
set -euo pipefail
. "$(dirname "$(realpath "$0")")/../lib/debian-packages.sh"

installed() { command -v zsh >/dev/null && command -v fish >/dev/null && command -v ansible-playbook >/dev/null; }
install_packages "zsh, fish and Ansible" "" "zsh fish ansible-core"
