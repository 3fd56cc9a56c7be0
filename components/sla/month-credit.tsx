import { useTranslations } from 'next-intl'
import { Money } from '~/components/ui/display/money'
import type { MonthCreditView } from '~/lib/sla/client'
import { CreditCalculation } from './credit-calculation'

/** The credit for a month of a resource with its calculation, marked while it is estimated. */
export function MonthCredit({
  credit,
  objectivePpm,
  isBrief,
}: {
  credit: MonthCreditView
  objectivePpm: number | null
  /** The amount alone, for a table. */
  isBrief?: boolean
}) {
  const t = useTranslations('serviceLevels')
  const { cents, isEstimate, calculation } = credit
  return (
    <span className="grid justify-items-end">
      <span>
        {isEstimate && <span className="mr-1 text-sm text-ink-3">{t('estimated')}</span>}
        <Money cents={BigInt(cents)} bare />
      </span>
      {!isBrief && calculation && objectivePpm !== null && (
        <CreditCalculation
          rate={calculation}
          priceCents={calculation.priceCents}
          objectivePpm={objectivePpm}
        />
      )}
    </span>
  )
}
