#!/bin/bash
# packages.sh   Checks that this machine can run PowerDNS, and installs what is missing (Debian, root).
# Silent and 0 when it can; otherwise one line that says why not on stderr, and 3.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

refuse() { echo "$1" >&2; exit 3; }
schema=/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql
installed() { command -v pdns_server >/dev/null && [ -f "$schema" ]; }

installed && exit 0
[ "$(id -u)" = 0 ] || refuse "only root may install PowerDNS"
[ -f /etc/debian_version ] && command -v apt-get >/dev/null || refuse "PowerDNS is installed from Debian packages, and this is not Debian"
# Tests start a server of their own on loopback: the package must not start one on port 53.
unit=/etc/systemd/system/pdns.service
if [ -d /etc/systemd/system ] && [ ! -e "$unit" ] && [ ! -L "$unit" ]; then ln -s /dev/null "$unit"; fi
export DEBIAN_FRONTEND=noninteractive
APT=(apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 -qq)
"${APT[@]}" update >/dev/null 2>&1 || refuse "the package lists could not be refreshed (apt-get update failed)"
"${APT[@]}" install -y --no-install-recommends pdns-server pdns-backend-sqlite3 >/dev/null 2>&1 \
  || refuse "the PowerDNS packages could not be installed by apt-get"
installed || refuse "the PowerDNS packages were installed but lack a program"
