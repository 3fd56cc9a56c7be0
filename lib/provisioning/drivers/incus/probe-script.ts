/** What the script ends with when it had not the means to look. Any other than 0 is: no answer. */
export const unableExitCode = 69

/**
 * Run by `sh` in the vantage: CARD, the address that the vantage has on it (empty: it has one), PROTOCOL, ADDRESS,
 * PORT. Images differ in what they have: BusyBox, Alpine and Debian all have one of the ways.
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
case $protocol in
  icmp) has ping || exit ${unableExitCode}; ping -c 1 -W 2 "$address" >/dev/null 2>&1;;
  tcp)
    if has bash; then timeout 2 bash -c 'exec 3<>"/dev/tcp/$1/$2"' connect "$address" "$port" 2>/dev/null
    elif ! has nc; then exit ${unableExitCode}
    elif nc -h 2>&1 | grep -q -e '-e PROG'; then nc -w 2 "$address" "$port" -e true 2>/dev/null
    else nc -z -w 2 "$address" "$port" 2>/dev/null; fi;;
  http)
    if has curl; then curl -fsS -m 2 "http://$address:$port/" 2>/dev/null
    elif has wget; then timeout 3 wget -q -O - -T 2 "http://$address:$port/" 2>/dev/null
    else exit ${unableExitCode}; fi;;
esac
`
