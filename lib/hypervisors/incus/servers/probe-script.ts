/** Exit code when the vantage has no means to probe. Any other code except 0 means that there was no answer. */
export const unableExitCode = 69

/**
 * Run by `sh` in the vantage with CARD, the vantage's address on it (empty: it has one), PROTOCOL, ADDRESS, PORT.
 * Images contain different tools: BusyBox, Alpine and Debian all have one of these. The probed server is a customer's:
 * redirects are not followed, because the vantage is also on other customers' networks.
 */
export const probeScript = `
card=$1 own=$2 protocol=$3 address=$4 port=$5
has() { command -v "$1" >/dev/null 2>&1; }
held() { ip -4 addr show dev "$card" 2>/dev/null | grep -q "inet $own "; }
if [ -n "$own" ] && ! held; then
  ip addr add "$own" dev "$card" 2>/dev/null
  ip link set "$card" up 2>/dev/null
  held || { echo "no card on the network"; exit ${unableExitCode}; }
fi
# Two networks may have the same addresses: a probe leaves by its own card, and one at a time for each address.
if [ -n "$own" ] && [ "$protocol" != icmp ]; then
  has flock && { exec 9>"/tmp/andromede-$address"; flock 9; }
  ip route replace "$address/32" dev "$card" src "\${own%/*}" 2>/dev/null &&
    trap 'ip route del "$address/32" dev "$card" 2>/dev/null' EXIT
fi
case $protocol in
  icmp) has ping || exit ${unableExitCode}; ping -c 1 -W 2 \${own:+-I "$card"} "$address" >/dev/null 2>&1;;
  tcp)
    if has bash; then timeout 2 bash -c 'exec 3<>"/dev/tcp/$1/$2"' connect "$address" "$port" 2>/dev/null
    elif ! has nc; then exit ${unableExitCode}
    elif nc -h 2>&1 | grep -q -e '-e PROG'; then nc -w 2 "$address" "$port" -e true 2>/dev/null
    else nc -z -w 2 "$address" "$port" 2>/dev/null; fi;;
  http)
    # One answer of this address, whatever it refers to, and no more of it than is told.
    ask() { printf 'GET / HTTP/1.0\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n' "$address"; }
    if has curl; then answer=$(curl -si -m 2 "http://$address:$port/" 2>/dev/null | head -c 2000)
    elif has nc; then answer=$(ask | timeout 3 nc -w 2 "$address" "$port" 2>/dev/null | head -c 2000)
    elif has bash; then
      answer=$(ask | timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/$2" && cat >&3 && head -c 2000 <&3' connect "$address" "$port" 2>/dev/null)
    else exit ${unableExitCode}; fi
    case $answer in 'HTTP/1.'?' '[23]*) ;; *) exit 1;; esac
    printf '%s' "$answer" | tr -d '\\r' | sed '1,/^$/d';;
esac
`
