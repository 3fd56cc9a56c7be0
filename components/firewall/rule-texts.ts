import type { useTranslations } from 'next-intl'
import type { Access, Endpoint, PeerView, RuleView } from '~/lib/resources/client'

type Words = ReturnType<typeof useTranslations<'firewall'>>

const portsText = (ports: readonly (readonly [number, number])[]) =>
  ports.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ')
const isAll = (ports: readonly (readonly [number, number])[]) => ports[0]?.[0] === 1 && ports[0][1] === 65_535

/** « TCP 22, 80 · ping », everything, or nothing. */
export function accessText({ tcp, udp, icmp }: Access, t: Words): string {
  if (isAll(tcp) && isAll(udp) && icmp) return t('access.all')
  const of = (name: 'TCP' | 'UDP', ports: Access['tcp']) =>
    ports.length === 0
      ? []
      : [isAll(ports) ? t('access.allOf', { protocol: name }) : `${name} ${portsText(ports)}`]
  const texts = [...of('TCP', tcp), ...of('UDP', udp), ...(icmp ? ['ping'] : [])]
  return texts.length === 0 ? t('access.none') : texts.join(' · ')
}

export function endpointText(endpoint: Endpoint, t: Words): string {
  if (endpoint.kind === 'cidr') return endpoint.cidr
  return 'name' in endpoint ? endpoint.name : t(`endpoint.${endpoint.kind}`)
}

export function peerText(peer: PeerView, t: Words): string {
  switch (peer.kind) {
    case 'anywhere':
      return t('peer.anywhere')
    case 'cidr':
      if (peer.cidr === '0.0.0.0/0') return t('peer.everyIpv4')
      if (peer.cidr === '::/0') return t('peer.everyIpv6')
      return peer.cidr.replace(/\/(32|128)$/, '')
    case 'tag':
      return `${peer.key}=${peer.value}`
    default:
      return peer.name
  }
}

/** « TCP 443 from everywhere », for labels that name a rule. */
export const ruleText = ({ direction, protocol, ports, peer }: RuleView, t: Words): string =>
  t(`rule.${direction}`, {
    protocol: t(`protocol.${protocol}`),
    ports: ports ?? '',
    peer: peerText(peer, t),
  })
