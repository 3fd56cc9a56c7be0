import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { readDeliveryTimes, readOperatorLevels } from '~/lib/sla'
import { BurnTables } from './_components/burn-tables'
import { CreditMonths } from './_components/credit-months'
import { DeliveryCard } from './_components/delivery-card'
import { OperatorStats } from './_components/operator-stats'
import { RiskTable } from './_components/risk-table'
import { UnknownCard } from './_components/unknown-card'
import { VantageTable } from './_components/vantage-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('slaOperator'))('title') }
}

/** Objectives at risk this month over all customers, their cost, and the health of the vantages. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const view = await readOperatorLevels(ctx)
  return (
    <div className="grid gap-4">
      <OperatorStats view={view} />
      <UnknownCard unknown={view.unknownNow} />
      <RiskTable view={view} />
      <BurnTables view={view} />
      <VantageTable vantages={view.vantages} />
      <DeliveryCard times={await readDeliveryTimes(ctx)} />
      <CreditMonths months={view.credits} />
    </div>
  )
})
