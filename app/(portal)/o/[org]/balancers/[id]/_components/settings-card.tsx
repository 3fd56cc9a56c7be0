import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Badge } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { BalancerView } from '~/lib/resources/client'

type Props = Pick<BalancerView, 'settings' | 'certificates'>

/** What it receives, and how it chooses and checks its servers. */
export function SettingsCard({ settings: { listeners, pool }, certificates }: Props) {
  const t = useTranslations('balancers.settings')
  const b = useTranslations('balancers')
  const { check } = pool
  const seconds = String(check.intervalSeconds)
  return (
    <Card title={t('title')} padded={false}>
      <DescriptionList
        items={[
          {
            key: 'listeners',
            term: t('listeners'),
            value: (
              <span className="flex flex-wrap justify-end gap-1.5">
                {listeners.map(({ port, protocol, redirectsToHttps }) => (
                  <Badge key={port} mono>
                    {protocol.toUpperCase()} {port}
                    {redirectsToHttps && ` · ${t('redirect')}`}
                  </Badge>
                ))}
              </span>
            ),
          },
          ...certificates.map(({ id, name, state, validTo }) => ({
            key: id,
            term: t('certificate'),
            value: (
              <>
                {name}
                <span className="block text-sm text-ink-2">
                  {t(`certificateUntil.${state === 'ended' ? 'ended' : 'valid'}`)}{' '}
                  <Timestamp at={new Date(validTo)} look="date" />
                </span>
              </>
            ),
          })),
          {
            key: 'port',
            term: t('serverPort'),
            value: <span className="font-mono text-sm">{pool.serverPort}</span>,
          },
          { key: 'algorithm', term: t('algorithm'), value: b(`algorithm.${pool.algorithm}`) },
          { key: 'sticky', term: t('sticky'), value: t(pool.isSticky ? 'yes' : 'no') },
          {
            key: 'check',
            term: t('check'),
            value: (
              <>
                {check.protocol === 'http'
                  ? t('checkHttp', { path: check.path ?? '/', seconds })
                  : t('checkTcp', { seconds })}
                <span className="block text-sm text-ink-2">
                  {t('thresholds', { fall: String(check.fall), rise: String(check.rise) })}
                </span>
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}
