'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import type { OrderView } from '~/lib/ordering/client'

/** The decisions on the order with their authors, oldest first. */
export function Decisions({ decisions }: { decisions: OrderView['decisions'] }) {
  const t = useTranslations('buying.hold')
  const locale = useLocale() as Locale
  return (
    <Card title={t('decisions')} padded={false}>
      <ul className="divide-y divide-line">
        {decisions.map(({ by, decision, reason, at }) => (
          <li key={`${by} ${at}`} className="px-4.5 py-2.5">
            {t(`decision.${decision}`, { by, at: formatDateTime(new Date(at), locale) })}
            {reason && <span className="block text-sm text-ink-2">{reason}</span>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
