import type { MapFacts, NetworkView, PeerView, PublicAddressView, RuleView } from '~/lib/resources/client'

type Texts = { internet: string; everyPort: string; noExit: string }

/** The content of the drawing of one project, in the reader's language. Pure. */
export function readMapFacts(
  networks: readonly NetworkView[],
  addresses: readonly PublicAddressView[],
  { internet, everyPort, noExit }: Texts,
): MapFacts {
  return {
    networks: networks.map(({ id, name, hasExit, zoneCode, range, range6, servers, rules, ruleSets }) => ({
      id,
      name,
      note: [`${zoneCode} ${range}`, ...(range6 ? [range6] : []), ...(hasExit ? [] : [noExit])].join(' · '),
      isClosed: !hasExit,
      servers,
      // Without an exit no rule lets anything in.
      rules: (hasExit ? [...rules, ...ruleSets.flatMap((set) => set.rules)] : []).map(
        ({ direction, protocol, ports, peer }) => ({
          direction,
          peer: peerName(peer, internet),
          traffic: trafficName(protocol, ports ?? everyPort),
        }),
      ),
    })),
    addresses: [
      ...addresses.flatMap(({ address, server }) =>
        networks.flatMap(({ id: networkId, servers }) =>
          server && servers.some(({ id, isFirstCard }) => id === server.id && isFirstCard)
            ? [{ address, serverId: server.id, networkId }]
            : [],
        ),
      ),
      ...networks.flatMap(({ id: networkId, servers }) =>
        servers.flatMap(({ id: serverId, address6 }) =>
          address6 ? [{ address: address6, serverId, networkId }] : [],
        ),
      ),
    ],
  }
}

function peerName(peer: PeerView, internet: string): string {
  if (peer.kind === 'anywhere') return internet
  if (peer.kind === 'cidr') return peer.cidr.endsWith('/0') ? internet : peer.cidr
  return peer.kind === 'tag' ? `${peer.key}=${peer.value}` : peer.name
}

function trafficName(protocol: RuleView['protocol'], ports: string): string {
  if (protocol === 'any') return ports
  return protocol === 'icmp' ? 'ICMP' : `${protocol.toUpperCase()} ${ports}`
}
