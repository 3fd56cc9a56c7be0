import { useLocale } from 'next-intl'
import {
  formatAmount,
  formatHourlyAmount,
  formatHourlyPrice,
  formatMoney,
  type Locale,
} from '~/lib/kernel/text/format'

/** An amount of integer cents. `bare` omits the currency, for columns with the currency in their header. */
export function Money({ cents, bare }: { cents: bigint; bare?: boolean }) {
  const locale = useLocale() as Locale
  return (
    <span className="whitespace-nowrap tabular-nums">
      {bare ? formatAmount(cents, locale) : formatMoney(cents, locale)}
    </span>
  )
}

/** A price of integer micro-cents per hour, to four decimals. */
export function HourlyPrice({ microCents, bare }: { microCents: bigint; bare?: boolean }) {
  const locale = useLocale() as Locale
  return (
    <span className="whitespace-nowrap tabular-nums">
      {bare ? formatHourlyAmount(microCents, locale) : formatHourlyPrice(microCents, locale)}
    </span>
  )
}
