import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import type { OperatorLevelsView } from '~/lib/sla/client'

/** Subjects without current observations: neither up nor down. */
export function UnknownCard({ unknown }: { unknown: OperatorLevelsView['unknownNow'] }) {
  const t = useTranslations('slaOperator')
  if (unknown.length === 0) return <Callout tone="ok">{t('unknownNowNone')}</Callout>
  const count = unknown.reduce((sum, each) => sum + each.count, 0)
  return (
    <Card title={t('unknownNow')} note={t('unknownNowNote', { count })}>
      <ul className="grid gap-1.5">
        {unknown.map(({ kind, count: of, names }) => (
          <li key={kind} className="wrap-anywhere">
            <strong>{t(`subjects.${kind}`, { count: of })}</strong>{' '}
            <span className="text-ink-2">
              {names.join(', ')}
              {of > names.length && ' …'}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
