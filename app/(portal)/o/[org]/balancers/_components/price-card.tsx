import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { SubmitButton } from '~/components/form/submit-button'
import { Card } from '~/components/ui/display/card'
import { HourlyPrice, Money } from '~/components/ui/display/money'
import { monthlyCents } from '~/lib/kernel/money'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'

type Props = {
  microCentsPerHour: bigint
  /** Of an address that is reserved with it; null when it takes one that is paid already. */
  addressMicroCentsPerHour: bigint | null
  blocked: string | undefined
}

/** What the order costs, and its button, which repeats the price. */
export function PriceCard({ microCentsPerHour, addressMicroCentsPerHour, blocked }: Props) {
  const t = useTranslations('balancers.form')
  const locale = useLocale() as Locale
  const address = addressMicroCentsPerHour ?? 0n
  // Each is billed by itself, so each is rounded by itself.
  const month = monthlyCents(microCentsPerHour) + monthlyCents(address)
  return (
    <Card title={t('summary')} className="lg:sticky lg:top-20">
      <div className="grid gap-3">
        <Row term={t('balancer')} value={<Money cents={monthlyCents(microCentsPerHour)} />} />
        {addressMicroCentsPerHour !== null && (
          <Row term={t('address2')} value={<Money cents={monthlyCents(address)} />} />
        )}
        <hr className="border-line" />
        <div className="flex items-baseline justify-between gap-3">
          <span className="text-ink-2">{t('perMonth')}</span>
          <span className="font-display text-2xl font-bold">
            <Money cents={month} />
          </span>
        </div>
        <Row term={t('perHour')} value={<HourlyPrice microCents={microCentsPerHour + address} />} />
        <SubmitButton size="lg" block disabledReason={blocked}>
          {t('submit', { price: formatMoney(month, locale) })}
        </SubmitButton>
        <p className="text-sm text-ink-3">{t('billing')}</p>
      </div>
    </Card>
  )
}

function Row({ term, value }: { term: ReactNode; value: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <span className="min-w-0 text-ink-2">{term}</span>
      <span>{value}</span>
    </div>
  )
}
