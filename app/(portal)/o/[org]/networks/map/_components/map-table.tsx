import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { TextLink } from '~/components/ui/links/text-link'
import type { MapFacts, MapNetwork } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

type Props = { organisationId: string; facts: MapFacts; label: string }

/** What the drawing shows, one line per server, for keyboards and screen readers. */
export function MapTable({ organisationId, facts, label }: Props) {
  const t = useTranslations('networks.map')
  const columns = ['network', 'server', 'private', 'public', 'peers', 'in', 'out'] as const
  return (
    <ScrollRegion label={label}>
      <table className="data-table stacked w-full [&_tbody_tr:last-child_:is(th,td)]:border-b-0">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className="text-left">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {facts.networks.flatMap((network) => [
            ...network.balancers.map((balancer) => (
              <tr key={`${network.id} ${balancer.id}`}>
                <NetworkName network={network} />
                <td data-label={t('column.server')}>
                  <TextLink href={routes.org.balancer(organisationId, balancer.id)}>{balancer.name}</TextLink>
                  <span className="block text-sm text-ink-2">
                    {t('balancesTo', {
                      count: balancer.serverIds.length,
                      servers: network.servers
                        .filter(({ id }) => balancer.serverIds.includes(id))
                        .map(({ name }) => name)
                        .join(', '),
                    })}
                  </span>
                </td>
                <td data-label={t('column.private')}>–</td>
                <td data-label={t('column.public')} className="font-mono text-sm">
                  {balancer.address}
                </td>
                <td data-label={t('column.peers')}>–</td>
                <td data-label={t('column.in')}>{`${t('internet')} (TCP ${balancer.ports})`}</td>
                <td data-label={t('column.out')}>–</td>
              </tr>
            )),
            ...(network.servers.length > 0 ? network.servers : [null]).map((server) => (
              <tr key={`${network.id} ${server?.id}`}>
                <NetworkName network={network} />
                <td data-label={t('column.server')}>
                  {server ? (
                    <TextLink href={routes.org.instance(organisationId, server.id)}>{server.name}</TextLink>
                  ) : (
                    t('noServer')
                  )}
                </td>
                <td data-label={t('column.private')} className="font-mono text-sm">
                  {server?.address ?? '–'}
                </td>
                <td data-label={t('column.public')} className="font-mono text-sm">
                  {facts.addresses
                    .filter(
                      ({ serverId, networkId }) =>
                        serverId === server?.id && networkId === network.id && !network.isClosed,
                    )
                    .map(({ address }) => address)
                    .join(', ') || '–'}
                </td>
                <td data-label={t('column.peers')}>{network.peers.join(', ') || '–'}</td>
                <td data-label={t('column.in')}>{traffic(network, 'in') || t('nothingIn')}</td>
                <td data-label={t('column.out')}>
                  {traffic(network, 'out') || t(network.isClosed ? 'nothingOut' : 'everythingOut')}
                </td>
              </tr>
            )),
          ])}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function NetworkName({ network: { name, note } }: { network: MapNetwork }) {
  return (
    <th scope="row" className="text-left font-medium">
      {name}
      {note.split(' · ').map((part) => (
        <span key={part} className="block font-mono text-sm whitespace-nowrap text-ink-2">
          {part}
        </span>
      ))}
    </th>
  )
}

/** What reaches servers directly: `Internet (TCP 22, TCP 443) · 10.0.0.0/8 (ICMP)` */
function traffic({ rules }: MapNetwork, direction: 'in' | 'out'): string {
  const own = rules.filter((rule) => rule.direction === direction && !rule.isForBalancer)
  return [...new Set(own.map(({ peer }) => peer))]
    .map((peer) => {
      const passing = own.filter((rule) => rule.peer === peer).map((rule) => rule.traffic)
      return `${peer} (${[...new Set(passing)].join(', ')})`
    })
    .join(' · ')
}
