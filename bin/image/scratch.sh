# Sourced by scripts that make an image from nothing: `folder` is its root, `container` the one that buildah works in, and both end
# with the script.
folder=$(mktemp -d)
container=
end_scratch() {
  rm -rf "$folder"
  [ -z "$container" ] || buildah rm "$container" >/dev/null
}
trap end_scratch EXIT

# Puts each library of the standard input at its own path in the image.
copy_libraries() {
  while read -r library; do
    [ -f "$library" ] || continue
    mkdir -p "$folder$(dirname "$library")"
    cp -L "$library" "$folder$library"
  done
}
