import { useLocale, useTranslations } from 'next-intl'
import { Meter } from '~/components/ui/display/meter'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { HoldEffect } from '~/lib/ordering/client'

/** What the order takes of each purchase order and budget: before, after, and the limit. */
export function HoldEffects({ effects }: { effects: readonly HoldEffect[] }) {
  const t = useTranslations('ordering.engagement.effect')
  const locale = useLocale() as Locale
  const money = (cents: bigint) => formatMoney(cents, locale)
  return (
    <ul className="grid gap-3 empty:hidden">
      {effects.map(({ kind, name, ...cents }) => {
        const [before, after, limit] = [cents.beforeCents, cents.afterCents, cents.limitCents].map(
          BigInt,
        ) as [bigint, bigint, bigint]
        const text = t(`text.${kind}`, { before: money(before), after: money(after), limit: money(limit) })
        return (
          <li key={`${kind} ${name}`} className="grid gap-1 text-sm">
            <span className="font-semibold">{t(`name.${kind}`, { name })}</span>
            <Meter label={name} value={Number(after)} max={Number(limit)} valueText={text} tone="auto" />
            <span className="text-ink-2">{text}</span>
            {after > limit && <span className="text-warn">{t('over', { over: money(after - limit) })}</span>}
          </li>
        )
      })}
    </ul>
  )
}
