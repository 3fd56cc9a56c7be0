#!/bin/bash
# packages.sh   Checks that this machine can run PgBouncer, and installs what is missing (Debian, root).
# Silent and 0 when it can; otherwise one line that says why not on stderr, and 3.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

refuse() { echo "$1" >&2; exit 3; }
installed() { command -v pgbouncer >/dev/null; }

installed && exit 0
[ "$(id -u)" = 0 ] || refuse "only root may install PgBouncer"
[ -f /etc/debian_version ] && command -v apt-get >/dev/null || refuse "PgBouncer is installed from a Debian package, and this is not Debian"
# Tests start a server of their own on loopback: the package must not start one.
unit=/etc/systemd/system/pgbouncer.service
if [ -d /etc/systemd/system ] && [ ! -e "$unit" ] && [ ! -L "$unit" ]; then ln -s /dev/null "$unit"; fi
export DEBIAN_FRONTEND=noninteractive
APT=(apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 -qq)
"${APT[@]}" update >/dev/null 2>&1 || refuse "the package lists could not be refreshed (apt-get update failed)"
"${APT[@]}" install -y --no-install-recommends pgbouncer >/dev/null 2>&1 \
  || refuse "the PgBouncer package could not be installed by apt-get"
installed || refuse "the PgBouncer package was installed but lacks its program"
