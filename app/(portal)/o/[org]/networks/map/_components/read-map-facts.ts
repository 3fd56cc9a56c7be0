import type { MapFacts } from '~/lib/resources'
import type { NetworkView, PublicAddressView } from '~/lib/resources/client'

type Texts = { internet: string; everyPort: string; noExit: string }

/** The content of the drawing of one project, in the reader's language. Pure. */
export function readMapFacts(
  networks: readonly NetworkView[],
  addresses: readonly PublicAddressView[],
  { internet, everyPort, noExit }: Texts,
): MapFacts {
  return {
    networks: networks.map(({ id, name, hasExit, zoneCode, range, servers, rules }) => ({
      id,
      name,
      note: [`${zoneCode} ${range}`, ...(hasExit ? [] : [noExit])].join(' · '),
      isClosed: !hasExit,
      servers,
      // Without an exit no rule lets anything in.
      rules: (hasExit ? rules : []).map(({ protocol, ports, source }) => ({
        direction: 'in' as const,
        peer: source === '0.0.0.0/0' || source === '::/0' ? internet : source,
        traffic: `${protocol.toUpperCase()}${protocol === 'icmp' ? '' : ` ${ports ?? everyPort}`}`,
      })),
    })),
    addresses: addresses.flatMap(({ address, server }) =>
      server && networks.some(({ servers }) => servers.some(({ id }) => id === server.id))
        ? [{ address, serverId: server.id }]
        : [],
    ),
  }
}
