#!/bin/bash
# build-balancer-image.sh BUSYBOX.tar.gz OUT.tar.gz   The test image with Debian's haproxy, keepalived and socat, for containers
# of load balancers. The packages are downloaded and unpacked, not installed. 3 when they cannot be had (no Debian, no way out).
# In production the operator builds an image from Debian instead: docs/operating/hypervisors.md.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
IN=$(realpath "$1") OUT=$(realpath -m "$2")
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
refuse() { echo "$1" >&2; exit 3; }
command -v apt-get >/dev/null || refuse "the image of balancers is built from Debian packages, and this is not Debian"

mkdir -p "$WORK/image" "$WORK/debs" "$WORK/tree"
tar -xzf "$IN" -C "$WORK/image"
ROOTFS=$WORK/image/rootfs
# What apt would install here, dependencies included; what is installed already is copied from this machine.
missing=$(apt-get -s --no-install-recommends install haproxy keepalived socat 2>/dev/null | awk '/^Inst / { print $2 }') ||
  refuse "apt-get knows no package haproxy, keepalived or socat"
# shellcheck disable=SC2086
[ -z "$missing" ] || (cd "$WORK/debs" && apt-get -qq download $missing >/dev/null 2>&1) || refuse "haproxy could not be downloaded"
for package in "$WORK"/debs/*.deb; do [ ! -e "$package" ] || dpkg-deb -x "$package" "$WORK/tree"; done

libraries=$WORK/tree/usr/lib/$(uname -m)-linux-gnu
for name in haproxy keepalived socat; do
  for folder in "$WORK/tree/usr/sbin" "$WORK/tree/usr/bin" /usr/sbin /usr/bin; do
    [ ! -x "$folder/$name" ] || { binary=$folder/$name; break; }
  done
  install -m755 "$binary" "$ROOTFS/bin/$name"
  LD_PRELOAD= LD_LIBRARY_PATH=$libraries ldd "$binary" | grep -o '/[^ ]*' | while read -r library; do
    # The tree's own libraries are where the loader of the image looks for them.
    target=$ROOTFS${library#"$WORK/tree"}
    mkdir -p "$(dirname "$target")"
    cp -L "$library" "$target"
  done
done
# Its ports are HAProxy's.
sed -i '/httpd/d' "$ROOTFS/etc/inittab"
echo 'haproxy:x:99:' >> "$ROOTFS/etc/group"
echo 'haproxy:x:99:99:haproxy:/:/bin/false' >> "$ROOTFS/etc/passwd"
mkdir -p "$ROOTFS/etc/haproxy" "$ROOTFS/etc/keepalived"
# keepalived ends without it.
options=$WORK/tree/etc/keepalived/keepalived.config-opts
[ -e "$options" ] || options=/etc/keepalived/keepalived.config-opts
install -m644 "$options" "$ROOTFS/etc/keepalived/"
tar --owner=0 --group=0 --numeric-owner -C "$WORK/image" -czf "$OUT" .
