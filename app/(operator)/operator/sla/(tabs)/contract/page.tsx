import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { mayStaff } from '~/lib/identity'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { futurePeriods, listContracts } from '~/lib/sla'
import { ContractForm } from './_components/contract-form'
import { ObjectiveTables } from './_components/objective-tables'
import { VersionTable } from './_components/version-table'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('slaOperator')
  return { title: t('contract.title') }
}

/** The contract's versions, and a form to publish the next one. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('slaOperator')
  const locale = (await getLocale()) as Locale
  const versions = await listContracts(ctx)
  const [newest] = versions
  const inForce = versions.find(({ standing }) => standing === 'in_force')
  const months = newest ? futurePeriods(ctx.now, new Date(newest.validFrom)) : []
  return (
    <ClientMessages namespaces={['slaOperator.contract']}>
      <div className="grid gap-4">
        <VersionTable versions={versions} />
        {inForce && <ObjectiveTables contract={inForce} />}
        {newest && mayStaff(ctx, 'contract:publish') ? (
          <ContractForm
            key={newest.id}
            last={newest}
            months={months.map((period) => ({ value: period, label: formatMonth(period, locale) }))}
          />
        ) : (
          <Callout tone="off">{t('contract.mayNot')}</Callout>
        )}
      </div>
    </ClientMessages>
  )
})
