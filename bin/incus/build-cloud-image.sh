#!/bin/bash
# build-cloud-image.sh OUT.tar.gz [SUITE]   A small Debian container image with cloud-init, sshd and systemd-networkd, and
# the templates by which Incus hands cloud-init its seed. Half a minute of processor time and 80 MB. Root, Debian; exit
# code 3 where it cannot be built. With CLOUD_IMAGE=FILE that image is taken instead.
set -euo pipefail
OUT=$(realpath -m "${1:?usage: build-cloud-image.sh OUT.tar.gz [SUITE]}") SUITE=${2:-trixie}
refuse() { echo "$1" >&2; exit 3; }
if [ -n "${CLOUD_IMAGE:-}" ]; then cp "$CLOUD_IMAGE" "$OUT"; exit 0; fi
[ "$(id -u)" = 0 ] || refuse "only root may build the image"
if ! command -v mmdebstrap >/dev/null; then
  command -v apt-get >/dev/null || refuse "mmdebstrap is missing, and this is not Debian"
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq install -y --no-install-recommends mmdebstrap \
    >/dev/null 2>&1 || refuse "mmdebstrap could not be installed by apt-get"
fi
W=$(mktemp -d); trap 'rm -rf "$W"' EXIT
mkdir "$W/templates" "$W/rootfs"
mmdebstrap --variant=minbase \
  --include=systemd-sysv,systemd-resolved,udev,dbus,iproute2,cloud-init,openssh-server,ca-certificates \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --customize-hook='rm -f "$1"/etc/ssh/ssh_host_* "$1"/etc/hostname "$1"/var/cache/apt/*.bin; : > "$1"/etc/machine-id' \
  --customize-hook='printf "datasource_list: [ NoCloud, None ]\n" > "$1"/etc/cloud/cloud.cfg.d/90_dpkg.cfg' \
  --customize-hook='printf "growpart: {mode: \"off\"}\nresize_rootfs: false\nmanage_etc_hosts: true\n" > "$1"/etc/cloud/cloud.cfg.d/91_container.cfg' \
  --customize-hook='chroot "$1" systemctl enable -q systemd-networkd ssh; chroot "$1" systemctl mask -q systemd-networkd-wait-online.service apt-daily.timer apt-daily-upgrade.timer' \
  "$SUITE" "$W/rootfs" >"$W/log" 2>&1 || { tail -3 "$W/log" >&2; refuse "the image could not be built by mmdebstrap"; }
cat > "$W/templates/hostname.tpl" <<'T'
{{ container.name }}
T
cat > "$W/templates/meta.tpl" <<'T'
instance-id: {{ container.name }}
local-hostname: {{ container.name }}
{{ config_get("user.meta-data", "") }}
T
# No line end of ours after the customer's text: cloud-init sees the bytes that were ordered.
printf '%s' '{{ config_get("cloud-init.user-data", properties.default) }}' > "$W/templates/user.tpl"
printf '%s' '{{ config_get("cloud-init.vendor-data", properties.default) }}' > "$W/templates/vendor.tpl"
cat > "$W/templates/network.tpl" <<'T'
{% if config_get("cloud-init.network-config", "") == "" %}version: 2
ethernets:
  eth0: {dhcp4: true, accept-ra: true}
{% else %}{{ config_get("cloud-init.network-config", "") }}{% endif %}
T
seed=/var/lib/cloud/seed/nocloud-net
cat > "$W/metadata.yaml" <<T
architecture: $(uname -m)
creation_date: $(date +%s)
properties: {description: "Debian $SUITE with cloud-init", os: debian, release: "$SUITE", variant: cloud, architecture: $(uname -m)}
templates:
  /etc/hostname: {when: [create, copy], template: hostname.tpl}
  $seed/meta-data: {when: [create, copy], template: meta.tpl}
  $seed/user-data: {when: [create, copy], template: user.tpl, properties: {default: "#cloud-config\n{}\n"}}
  $seed/vendor-data: {when: [create, copy], template: vendor.tpl, properties: {default: "#cloud-config\n{}\n"}}
  $seed/network-config: {when: [create, copy], template: network.tpl}
T
tar --numeric-owner -C "$W" -cf - metadata.yaml templates rootfs | gzip -1 > "$OUT"
