#!/bin/bash
# base.sh TAG   Makes an image TAG that holds this project's Node, the libraries it loads and nothing else: no shell, no package
# manager. Where a registry can be reached, deploy/Dockerfile uses another base.
set -euo pipefail
# The image is read by another user than the account that builds.
umask 022
root=$(realpath "$(dirname "$(realpath "$0")")/../..")
node=$(realpath "$root/node_modules/.bin/node")
. "$(dirname "$(realpath "$0")")/scratch.sh"

mkdir -p "$folder"/{etc,tmp,usr/bin,usr/local/bin}
chmod 1777 "$folder/tmp"
cp "$node" "$folder/usr/local/bin/node"
# The loader and each library at the path where the program looks for it, and the parts of the library of C that addons and
# name resolution load.
libc=$(ldd "$node" | sed -n 's|.*=> \(/.*/libc\.so\.6\) .*|\1|p')
{
  ldd "$node" | grep -o '/[^ ]*'
  printf "${libc%/*}/%s\n" librt.so.1 libpthread.so.0 libdl.so.2 libm.so.6 libresolv.so.2 libnss_dns.so.2 libnss_files.so.2
} | sort -u | copy_libraries
echo 'root:x:0:0:root:/:/usr/sbin/nologin' >"$folder/etc/passwd"
echo 'hosts: files dns' >"$folder/etc/nsswitch.conf"

container=$(buildah from scratch)
buildah copy -q "$container" "$folder" / >/dev/null
buildah config --env PATH=/usr/local/bin:/usr/bin:/bin "$container"
buildah commit -q "$container" "$1" >/dev/null
