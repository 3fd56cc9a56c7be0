import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { listDrifts, listHeldErasures, listQuarantine } from '~/lib/hypervisors'
import { mayStaff } from '~/lib/identity'
import { ComparisonTable } from './_components/comparison-table'
import { DriftTable } from './_components/drift-table'
import { HeldErasuresCard } from './_components/held-erasures'
import { QuarantineTable } from './_components/quarantine-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('drifts'))('title') }
}

/** Drifts between our rows and the hypervisors, and the last comparison of each zone. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('drifts')
  const [{ comparisons, drifts }, quarantined, erasures] = await Promise.all([
    listDrifts(ctx),
    listQuarantine(ctx),
    listHeldErasures(ctx),
  ])
  const mayRelease = mayStaff(ctx, 'recovery:agree') ? undefined : t('erasures.mayNot')
  const refusal = mayStaff(ctx, 'inventory:change') ? undefined : t('quarantine.mayNot')
  const stopped = comparisons.filter((each) => each.withheld > 0)
  return (
    <ClientMessages namespaces={['drifts']}>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="grid gap-4">
        {stopped.map((each) => (
          <Callout key={each.zoneId} tone="bad" title={t('stopped', { zone: each.zoneName })}>
            {t('stoppedText', { count: each.withheld, objects: each.objects })}
          </Callout>
        ))}
        {erasures && <HeldErasuresCard erasures={erasures} refusal={mayRelease} />}
        {quarantined.length > 0 && (
          <Card title={t('quarantine.title')} padded={false}>
            <p className="p-4.5 text-ink-2">
              {t('quarantine.lead')} {t('quarantine.more')}
            </p>
            <QuarantineTable objects={quarantined} refusal={refusal} />
          </Card>
        )}
        <Card title={t('comparisons')} padded={false}>
          {comparisons.length === 0 ? (
            <p className="p-4.5 text-ink-2">{t('never')}</p>
          ) : (
            <ComparisonTable comparisons={comparisons} />
          )}
        </Card>
        <Card title={t('list')} padded={false}>
          {drifts.length === 0 ? (
            <EmptyState icon="check" title={t('empty')}>
              {t('emptyText')}
            </EmptyState>
          ) : (
            <DriftTable drifts={drifts} refusal={refusal} />
          )}
        </Card>
      </div>
    </ClientMessages>
  )
})
