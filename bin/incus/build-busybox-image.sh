#!/bin/bash
# build-busybox-image.sh OUT.tar.gz   A 1 MiB Incus image from busybox-static: DHCP, and HTTP on port 80
# that answers "hello from NAME". The same input gives the same bytes, so the fingerprint is stable.
set -euo pipefail
OUT=$(realpath -m "$1")
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
ROOTFS=$WORK/rootfs

mkdir -p "$ROOTFS"/{bin,sbin,etc/udhcpc,proc,sys,dev,run,tmp,root,mnt,var/log,var/www} "$WORK/templates"
chmod 1777 "$ROOTFS/tmp"
install -m755 /usr/bin/busybox "$ROOTFS/bin/busybox"
/usr/bin/busybox --list | grep -vx busybox | while read -r applet; do ln -s busybox "$ROOTFS/bin/$applet"; done
ln -s ../bin/busybox "$ROOTFS/sbin/init"

cat > "$ROOTFS/etc/inittab" <<'X'
::sysinit:/etc/rc
::respawn:/bin/httpd -f -p 80 -h /var/www
::ctrlaltdel:/bin/poweroff
X
# /proc is not mounted here: lxcfs has put its own files over it, and a second mount would hide the limits.
cat > "$ROOTFS/etc/rc" <<'X'
#!/bin/sh
PATH=/bin; export PATH
hostname -F /etc/hostname
ip link set lo up
echo "hello from $(hostname)" > /var/www/index.html
if [ -e /sys/class/net/eth0 ]; then
  ip link set eth0 up
  udhcpc -i eth0 -b -t 5 -T 1 -A 1 -s /etc/udhcpc/lease.sh >/var/log/udhcpc.log 2>&1 &
fi
X
cat > "$ROOTFS/etc/udhcpc/lease.sh" <<'X'
#!/bin/sh
case "$1" in
  deconfig) ip -4 addr flush dev "$interface"; ip link set "$interface" up;;
  bound|renew)
    ip -4 addr flush dev "$interface"
    ip addr add "$ip/${mask:-24}" dev "$interface"
    for r in $router; do ip route replace default via "$r" dev "$interface"; done;;
esac
X
chmod 755 "$ROOTFS/etc/rc" "$ROOTFS/etc/udhcpc/lease.sh"
echo 'root:x:0:0:root:/root:/bin/sh' > "$ROOTFS/etc/passwd"
echo 'root:x:0:' > "$ROOTFS/etc/group"
echo box > "$ROOTFS/etc/hostname"
echo '127.0.0.1 localhost' > "$ROOTFS/etc/hosts"

# `andromede.probe` tells the driver what "reachable" means for servers of this image.
cat > "$WORK/metadata.yaml" <<X
architecture: $(uname -m)
creation_date: 1700000000
properties:
  description: BusyBox with an HTTP answer on port 80
  os: busybox
  release: "1"
  architecture: $(uname -m)
  andromede.probe: http:80
templates:
  /etc/hostname:
    when: [create, copy]
    template: hostname.tpl
X
printf '{{ container.name }}\n' > "$WORK/templates/hostname.tpl"
tar --sort=name --mtime=@1700000000 --owner=0 --group=0 --numeric-owner -C "$WORK" -c metadata.yaml templates rootfs | gzip -n > "$OUT"
