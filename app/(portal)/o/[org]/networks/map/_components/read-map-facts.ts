import type {
  BalancerLine,
  MapFacts,
  MapNetwork,
  NetworkView,
  PeerView,
  PublicAddressView,
  RuleView,
} from '~/lib/resources/client'

type Texts = { internet: string; everyPort: string; noExit: string; peering: string; hiddenPeer: string }

/** The content of the drawing of one project, in the reader's language. Pure. */
export function readMapFacts(
  networks: readonly NetworkView[],
  addresses: readonly PublicAddressView[],
  balancers: readonly BalancerLine[],
  { internet, everyPort, noExit, peering, hiddenPeer }: Texts,
): MapFacts {
  return {
    networks: networks.map(
      ({ id, name, hasExit, zoneCode, range, range6, servers, rules, ruleSets, peers }) => ({
        id,
        name,
        note: [`${zoneCode} ${range}`, ...(range6 ? [range6] : []), ...(hasExit ? [] : [noExit])].join(' · '),
        isClosed: !hasExit,
        servers,
        balancers: balancersOf(id, balancers),
        peers: peers.map((peer) => networkName(peer, hiddenPeer)),
        rules: [
          // Without an exit no rule lets anything in.
          ...(hasExit ? [...rules, ...ruleSets.flatMap((set) => set.rules)] : []).map(
            ({ direction, protocol, ports, peer }) => ({
              direction,
              peer: peerName(peer, internet),
              traffic: trafficName(protocol, ports ?? everyPort),
            }),
          ),
          // Listening is the permission: no rule is needed.
          ...balancersOf(id, balancers).map(({ name: balancer, ports }) => ({
            direction: 'in' as const,
            peer: internet,
            traffic: `TCP ${ports} (${balancer})`,
            isForBalancer: true as const,
          })),
          // A network of another project is not in this drawing: it is drawn as an origin.
          ...peers
            .filter((peer) => !networks.some((each) => each.id === peer.id))
            .flatMap((peer) =>
              (['in', 'out'] as const).map((direction) => ({
                direction,
                peer: networkName(peer, hiddenPeer),
                traffic: peering,
              })),
            ),
        ],
      }),
    ),
    peerings: networks.flatMap(({ id, peers }) =>
      peers.flatMap((peer): [string, string][] =>
        id < peer.id && networks.some((each) => each.id === peer.id) ? [[id, peer.id]] : [],
      ),
    ),
    addresses: [
      ...addresses.flatMap(({ address, server }) =>
        networks.flatMap(({ id: networkId, servers }) =>
          server && servers.some(({ id, isFirstCard }) => id === server.id && isFirstCard)
            ? [{ address, serverId: server.id, networkId }]
            : [],
        ),
      ),
      ...networks.flatMap(({ id: networkId, servers }) =>
        servers.flatMap(({ id: serverId, address6, isFirstCard }) =>
          address6 && isFirstCard ? [{ address: address6, serverId, networkId }] : [],
        ),
      ),
    ],
  }
}

const networkName = (peer: NetworkView['peers'][number], hidden: string) =>
  peer.name !== null ? `${peer.name} (${peer.projectName})` : hidden

/** Those that exist on the network. */
function balancersOf(networkId: string, balancers: readonly BalancerLine[]): MapNetwork['balancers'] {
  return balancers
    .filter(({ network, state }) => network.id === networkId && (state === 'active' || state === 'deleting'))
    .map(({ id, name, address, listeners, serverIds }) => ({
      id,
      name,
      address,
      ports: listeners.map(({ port }) => port).join(', '),
      serverIds,
    }))
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
