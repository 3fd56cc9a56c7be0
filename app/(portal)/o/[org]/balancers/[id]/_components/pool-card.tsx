import { useLocale, useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { Badge, StatePill } from '~/components/ui/display/state-pill'
import { TextLink } from '~/components/ui/links/text-link'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { BackendView, BalancerView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

type Props = { organisationId: string; balancer: BalancerView }

const tones = { up: 'ok', down: 'bad', unknown: 'info', draining: 'warn' } as const

/** The servers of the pool, each with its health, the reason, and its open connections. */
export function PoolCard({ organisationId, balancer }: Props) {
  const t = useTranslations('balancers.pool')
  const h = useTranslations('balancers.health')
  const locale = useLocale() as Locale
  const { backends, absentServers, settings, network } = balancer
  const { tags, serverPort } = settings.pool
  return (
    <Card title={t('title')} note={t('note', { port: String(serverPort) })} padded={false}>
      {backends.length === 0 ? (
        <p className="p-4.5 text-ink-2">{t('none')}</p>
      ) : (
        <ScrollRegion label={t('title')}>
          <table className="data-table stacked w-full [&_tbody_tr:last-child_:is(th,td)]:border-b-0">
            <caption className="sr-only">{t('title')}</caption>
            <thead>
              <tr>
                {(['server', 'health', 'address'] as const).map((column) => (
                  <th key={column} scope="col" className="text-left">
                    {t(column)}
                  </th>
                ))}
                <th scope="col" className="text-right">
                  {t('connections')}
                </th>
              </tr>
            </thead>
            <tbody>
              {backends.map((backend) => {
                const health = backend.isDraining ? 'draining' : backend.health
                return (
                  <tr key={backend.instanceId}>
                    <th scope="row" className="text-left font-medium">
                      <TextLink href={routes.org.instance(organisationId, backend.instanceId)}>
                        {backend.name}
                      </TextLink>
                    </th>
                    <td className="stack-end min-w-40 whitespace-normal">
                      <StatePill tone={tones[health]} busy={health === 'unknown'}>
                        {h(health)}
                      </StatePill>
                      <Why backend={backend} pool={settings.pool} />
                    </td>
                    <td data-label={t('address')} className="font-mono text-sm">
                      {backend.address}
                    </td>
                    <td data-label={t('connections')} className="text-right tabular-nums">
                      {formatNumber(backend.connections, locale)}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {(tags.length > 0 || absentServers.length > 0) && (
        <div className="grid gap-1.5 border-t border-line px-4.5 py-2.5 text-sm text-ink-2">
          {tags.length > 0 && (
            <p className="flex flex-wrap items-center gap-1.5">
              {t('chosenTags')}
              {tags.map(({ key, value }) => (
                <Badge key={`${key}=${value}`} mono>
                  {key}={value}
                </Badge>
              ))}
            </p>
          )}
          {absentServers.length > 0 && (
            <p>
              {t('absent', {
                network: network.name,
                servers: absentServers.map(({ name }) => name).join(', '),
              })}
            </p>
          )}
        </div>
      )}
    </Card>
  )
}

type WhyProps = { backend: BackendView; pool: BalancerView['settings']['pool'] }

/** Why a server gets no connections. */
function Why({ backend, pool: { check, serverPort } }: WhyProps) {
  const t = useTranslations('balancers.why')
  const c = useTranslations('compute.state')
  const text = () => {
    if (backend.isDraining) return t('draining')
    if (backend.health !== 'down') return null
    if (backend.state !== 'running') return t('state', { state: c(backend.state as never) })
    const port = String(serverPort)
    return check.protocol === 'http' ? t('http', { path: check.path ?? '/', port }) : t('tcp', { port })
  }
  const reason = text()
  return reason && <span className="mt-1 block text-sm text-ink-2">{reason}</span>
}
