import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'

const rules = ['access', 'refusals', 'lists', 'repeats', 'work', 'changes', 'limits', 'growth'] as const

/** What holds for every request. */
export function RulesCard() {
  const t = useTranslations('apiReference.rules')
  return (
    <Card title={t('title')} padded={false}>
      <dl className="divide-y divide-line">
        {rules.map((rule) => (
          <div key={rule} className="grid gap-x-4 gap-y-0.5 px-4.5 py-2.5 sm:grid-cols-[9rem_1fr]">
            <dt className="font-medium">{t(rule)}</dt>
            <dd className="min-w-0 text-pretty text-ink-2 wrap-anywhere">{t(`${rule}Text`)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
