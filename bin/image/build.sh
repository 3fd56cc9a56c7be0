#!/bin/bash
# build.sh TAG [FOLDER]   Builds the image TAG of deploy/Dockerfile into the storage of buildah and Podman without a registry: on
# base.sh, with the product built here. FOLDER is what `npm run build -- --image FOLDER` made; without it, it is made.
set -euo pipefail
# The image is read by another user than the account that builds.
umask 022
here=$(dirname "$(realpath "$0")")
root=$(realpath "$here/../..")
tag=$1
folder=${2:-}
if [ -z "$folder" ]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  (cd "$root" && npm run --silent build -- --image "$folder")
fi
base=localhost/andromede-base:${tag##*[:/]}
bash "$here/base.sh" "$base"
# Programs run during the build, and their limits cannot be above those of this process.
limits=(--ulimit "nofile=$(ulimit -Sn):$(ulimit -Hn)" --ulimit "nproc=$(ulimit -Su):$(ulimit -Hu)")
limits=("${limits[@]//unlimited/-1}")
buildah build -q --isolation chroot "${limits[@]}" --pull=never --build-arg "BASE=$base" --build-context "root=$folder" \
  --tag "$tag" --file "$root/deploy/Dockerfile" "$root/deploy" >/dev/null
