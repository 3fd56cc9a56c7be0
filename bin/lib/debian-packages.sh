# Sourced by the scripts that install what a service of the tests needs. The caller defines `installed`, which says whether it
# is there already.

refuse() { echo "$1" >&2; exit 3; }

# install_packages WHAT "UNIT…" "PACKAGE…"   Ends the script: 0 when WHAT is there, or was installed by root on Debian;
# otherwise 3, with one line on stderr that says why not. The services UNIT are masked first: tests start their own on loopback.
install_packages() {
  local what=$1 unit file
  installed && exit 0
  [ "$(id -u)" = 0 ] || refuse "only root may install $what"
  [ -f /etc/debian_version ] && command -v apt-get >/dev/null || refuse "$what is installed from Debian packages, and this is not Debian"
  for unit in $2; do
    file=/etc/systemd/system/$unit.service
    if [ -d /etc/systemd/system ] && [ ! -e "$file" ] && [ ! -L "$file" ]; then ln -s /dev/null "$file"; fi
  done
  export DEBIAN_FRONTEND=noninteractive
  local apt=(apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 -qq)
  "${apt[@]}" update >/dev/null 2>&1 || refuse "the package lists could not be refreshed (apt-get update failed)"
  # shellcheck disable=SC2086
  "${apt[@]}" install -y --no-install-recommends $3 >/dev/null 2>&1 || refuse "$what could not be installed by apt-get"
  installed || refuse "$what was installed but lacks a program"
  exit 0
}

# Debian's PostgreSQL makes a cluster of its own when it is installed, unless this file forbids it.
prevent_cluster() {
  local file=/etc/postgresql-common/createcluster.conf
  [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && [ ! -e "$file" ] || return 0
  mkdir -p "${file%/*}" && echo "create_main_cluster = false" >"$file"
}
