import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { Meter } from '~/components/ui/display/meter'
import { quotaResources } from '~/lib/kernel/quota-resources'
import type { Locale } from '~/lib/kernel/text/format'
import { type QuotaView, quotaPair } from '~/lib/resources/client'

type Props = { quotas: readonly QuotaView[]; actions: ReactNode }

/** The project's limit and usage by resource. */
export function QuotaCard({ quotas, actions }: Props) {
  const t = useTranslations('projects')
  const locale = useLocale() as Locale
  const isNone = quotas.every(({ limit }) => limit === 0)
  return (
    <Card title={t('quotaTitle')} note={t('quotaNote')} actions={actions}>
      {isNone ? (
        <Callout tone="info">{t('noQuota')}</Callout>
      ) : (
        <ul className="grid gap-4">
          {quotaResources.map((resource) => {
            const { used, limit } = quotas.find((each) => each.resource === resource) ?? { used: 0, limit: 0 }
            const label = t(`resource.${resource}`)
            const text = t('usedOf', quotaPair(resource, { used, limit }, locale))
            return (
              <li key={resource} className="grid gap-1.5">
                <span className="flex flex-wrap justify-between gap-x-4">
                  <span className="font-semibold">{label}</span>
                  <span className="text-ink-2 tabular-nums">{text}</span>
                </span>
                <Meter label={label} value={used} max={limit} valueText={text} tone="auto" />
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}
