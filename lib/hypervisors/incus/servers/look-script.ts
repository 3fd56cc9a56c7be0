/**
 * Run by `sh` in the vantage with CARD, OWN and ADDRESS of each server (OWN as in `probeScript`; empty: the card has an
 * address). Prints a line for each card and address, `up` or `down`, and one for the vantage's own storage. Probes fifty at a
 * time, each at most two seconds, so that a member full of dead servers takes as long as a few.
 */
export const lookScript = `
dir=$(mktemp -d) || exit 70
trap 'rm -rf "$dir"' EXIT
has() { command -v "$1" >/dev/null 2>&1; }
# On the root disk, which lies on the pool: temporary folders may be memory.
mark="$(date +%s) $$"
if echo "$mark" >/andromede-storage 2>/dev/null && sync && [ "$(cat /andromede-storage 2>/dev/null)" = "$mark" ]
then echo "storage up"; else echo "storage down"; fi
has ping || { echo "no ping"; exit 69; }
ask() {
  # By its own card: two networks may have the same addresses.
  if ping -c 1 -W 2 \${3:+-I "$3"} "$2" >/dev/null 2>&1; then state=up; else state=down; fi
  echo "$1/$2 $state" >"$dir/$4"
}
count=0
while [ $# -ge 3 ]; do
  card=$1 own=$2 address=$3; shift 3
  if [ -n "$own" ] && ! ip -4 addr show dev "$card" 2>/dev/null | grep -q "inet $own "; then
    ip addr add "$own" dev "$card" 2>/dev/null; ip link set "$card" up 2>/dev/null
  fi
  count=$((count + 1))
  ask "$card" "$address" "\${own:+$card}" "$count" &
  [ $((count % 50)) -eq 0 ] && wait
done
wait
cat "$dir"/* 2>/dev/null
exit 0
`
