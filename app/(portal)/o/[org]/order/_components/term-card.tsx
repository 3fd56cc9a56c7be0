'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { Select } from '~/components/ui/fields/select'
import {
  type BundleView,
  bundleMicroCents,
  exitsByMonth,
  isFixed,
  type Renewal,
  renewals,
  type TermMonths,
} from '~/lib/catalogue/client'
import { monthlyCents } from '~/lib/kernel/money'
import { formatBasisPoints, formatDate, formatMoney, type Locale } from '~/lib/kernel/text/format'
import { addParisMonths } from '~/lib/kernel/time/paris-months'
import type { OrderChoice } from '~/lib/ordering/client'

type Props = {
  bundle: BundleView
  choice: OrderChoice
  /** When the page was read: the start of a commitment's displayed term. */
  now: string
  onChange: (part: Partial<OrderChoice>) => void
}

/** Hourly, or a commitment at a lower price: end date, renewal and exit fee. */
export function TermCard({ bundle, choice, now, onChange }: Props) {
  const t = useTranslations('ordering.term')
  const locale = useLocale() as Locale
  const terms = bundle.terms ?? []
  if (terms.length === 0) return null
  const chosen = terms.find((each) => each.months === choice.termMonths)
  const isSet = isFixed(bundle.fields, 'commitment')
  const offered = isSet ? terms.filter((each) => each === chosen) : terms
  const priceOf = (months: number) => monthlyCents(bundleMicroCents(bundle, months))
  const hourly = { value: '0', label: t('hourly'), note: <Money cents={priceOf(0)} /> }
  return (
    <Card title={t('title')} note={isSet ? t('fixed') : undefined}>
      <div className="grid gap-5">
        <RadioGroup
          name="term"
          legend={t('title')}
          legendHidden
          className="-my-2.5"
          value={String(chosen?.months ?? 0)}
          onValueChange={(value) => onChange({ termMonths: Number(value) as 0 | TermMonths })}
          options={[
            ...(isSet && chosen ? [] : [hourly]),
            ...offered.map(({ months, basisPoints }) => ({
              value: String(months),
              label: t('months', { months }),
              hint: t('off', { share: formatBasisPoints(basisPoints, locale) }),
              note: <Money cents={priceOf(months)} />,
            })),
          ]}
        />
        {chosen ? (
          <TermFacts bundle={bundle} choice={choice} months={chosen.months} now={now} onChange={onChange} />
        ) : (
          <p className="text-sm text-ink-3">{t('hourlyText')}</p>
        )}
      </div>
    </Card>
  )
}

function TermFacts({ bundle, choice, months, now, onChange }: Props & { months: TermMonths }) {
  const t = useTranslations('ordering.term')
  const locale = useLocale() as Locale
  const begins = new Date(now)
  const exits = exitsByMonth(bundleMicroCents(bundle, 0), bundleMicroCents(bundle, months), months)
  const [most = 0n] = exits.toSorted((a, b) => (a < b ? 1 : -1))
  const count = BigInt(Math.max(1, choice.quantity))
  const shown = (month: number) => formatMoney((exits[month] ?? 0n) * count, locale)
  const half = months / 2
  return (
    <div className="grid content-start gap-4 text-sm">
      <p>
        {t('dates', {
          from: formatDate(begins, locale),
          to: formatDate(addParisMonths(begins, months), locale),
        })}
      </p>
      <Select
        name="renewal"
        label={t('renewal')}
        value={choice.renewal ?? 'hourly'}
        options={renewals.map((value) => ({ value, label: t(`renewals.${value}`) }))}
        onChange={(event) => onChange({ renewal: event.currentTarget.value as Renewal })}
      />
      <div>
        <p className="font-semibold">{t('leaving')}</p>
        <p className="mt-1 text-ink-2">{t('leavingRule')}</p>
        <p className="mt-1 text-ink-2">
          {t('leavingPrice', { month: half, price: shown(half), most: formatMoney(most * count, locale) })}
        </p>
      </div>
    </div>
  )
}
