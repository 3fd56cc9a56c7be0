import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Meter } from '~/components/ui/display/meter'
import { Money } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { may } from '~/lib/identity'
import { formatIdentifier } from '~/lib/identity/client'
import { formatDate, formatMoney, type Locale } from '~/lib/kernel/text/format'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { listPurchaseOrders, readReferencePolicy } from '~/lib/ordering'
import { routes } from '~/lib/routes'
import { CreatePurchaseOrder } from './_components/create-purchase-order'
import { PolicyCard } from './_components/policy-card'
import { ValidityPill } from './_components/validity-pill'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('buying.purchaseOrders'))('title') }
}

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('buying.purchaseOrders')
  const locale = (await getLocale()) as Locale
  const { organisationId } = ctx.membership
  const rows = await listPurchaseOrders(ctx)
  const { policy, isPublicBody, siret } = await readReferencePolicy(ctx)
  const refusal = may(ctx, 'organisation:update') ? undefined : t('mayNot')
  const day = (text: string) => formatDate(new Date(`${text}T12:00:00Z`), locale)
  const create = (
    <CreatePurchaseOrder organisationId={organisationId} today={parisDay(ctx.now)} refusal={refusal} />
  )
  return (
    <ClientMessages namespaces={['buying']}>
      <PageHeader title={t('title')} lead={t('lead')} actions={rows.length > 0 && create} />
      <div className="grid gap-4">
        <Card padded={false}>
          <DataTable
            caption={t('caption')}
            rows={rows}
            rowKey={(row) => row.id}
            rowHref={(row) => routes.org.purchaseOrder(organisationId, row.id)}
            columns={[
              {
                id: 'number',
                header: t('number'),
                cell: (row) => <span className="font-mono text-sm">{row.number}</span>,
              },
              { id: 'state', header: t('standing'), cell: (row) => <ValidityPill state={row.state} /> },
              {
                id: 'used',
                header: t('used'),
                cell: (row) => (
                  <span className="flex items-center gap-2.5">
                    <Meter
                      label={t('used')}
                      value={Number(row.usedCents)}
                      max={Number(row.ceilingCents)}
                      valueText={t('share', {
                        used: formatMoney(BigInt(row.usedCents), locale),
                        ceiling: formatMoney(BigInt(row.ceilingCents), locale),
                      })}
                      tone="auto"
                      className="w-20 shrink-0"
                    />
                    <Money cents={BigInt(row.usedCents)} />
                  </span>
                ),
              },
              {
                id: 'ceiling',
                header: t('ceiling'),
                numeric: true,
                cell: (row) => <Money cents={BigInt(row.ceilingCents)} bare />,
              },
              {
                id: 'validity',
                header: t('validity'),
                cell: (row) => t('from', { from: day(row.startsOn), to: day(row.endsOn) }),
              },
              {
                id: 'exhausted',
                header: t('exhausted'),
                cell: (row) => (row.exhaustedOn ? day(row.exhaustedOn) : t('lasts')),
              },
            ]}
            empty={
              <EmptyState title={t('emptyTitle')} action={create}>
                {t('empty')}
              </EmptyState>
            }
          />
        </Card>
        <PolicyCard
          organisationId={organisationId}
          policy={policy}
          isPublicBody={isPublicBody}
          siret={siret ? formatIdentifier(siret) : ''}
          refusal={refusal}
        />
      </div>
    </ClientMessages>
  )
})
