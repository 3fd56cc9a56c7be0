import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { listConcessions, listCustomers, listSellerChanges } from '~/lib/billing'
import type { ConcessionView } from '~/lib/billing/client'
import { mayStaff } from '~/lib/identity'
import { SellerChanges } from '../../_components/seller-changes'
import { ConcessionDecision } from './_components/concession-decision'
import { GrantConcession } from './_components/grant-concession'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.nav'))('concessions') }
}

const tones: Record<ConcessionView['state'], Tone> = {
  proposed: 'warn',
  agreed: 'info',
  carried_out: 'ok',
  refused: 'off',
}

/** Concessions to customers, those waiting for a second approver first. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('billingRuns')
  const rows = await listConcessions(ctx)
  const refusal = mayStaff(ctx, 'billing:credit') ? undefined : t('mayNot')
  return (
    <ClientMessages namespaces={['billingRuns']}>
      <div className="grid gap-5">
        <SellerChanges changes={await listSellerChanges(ctx)} mayDecide={mayStaff(ctx, 'billing:settle')} />
        <Card
          title={t('concessionsList')}
          padded={false}
          actions={<GrantConcession customers={await listCustomers(ctx)} refusal={refusal} />}
        >
          <DataTable
            caption={t('tab.concessions')}
            rows={rows}
            rowKey={(row) => row.id}
            columns={[
              { id: 'organisation', header: t('organisation'), cell: (row) => row.organisation },
              {
                id: 'kind',
                header: t('kind'),
                cell: (row) => (
                  <>
                    {t(`concessionKinds.${row.kind}`)}
                    {row.number && <span className="block font-mono text-sm text-ink-3">{row.number}</span>}
                  </>
                ),
              },
              {
                id: 'reason',
                header: t('reason'),
                cell: (row) => (
                  <>
                    <span className="block max-w-md wrap-anywhere">{row.reason}</span>
                    <span className="block text-sm text-ink-3">
                      {row.proposedBy} · <RelativeTime at={new Date(row.proposedAt)} />
                    </span>
                  </>
                ),
              },
              {
                id: 'net',
                header: t('net'),
                numeric: true,
                cell: (row) => <Money cents={BigInt(row.netCents)} bare />,
                isEnd: true,
                className: 'font-semibold',
              },
              {
                id: 'state',
                header: t('state'),
                cell: (row) => (
                  <StatePill tone={tones[row.state]}>{t(`concessionStates.${row.state}`)}</StatePill>
                ),
              },
              {
                id: 'actions',
                header: <span className="sr-only">{t('actions')}</span>,
                cell: (row) =>
                  row.state === 'proposed' && (
                    <ConcessionDecision
                      concessionId={row.id}
                      refusal={refusal ?? (row.needsAnother ? t('fourEyes') : undefined)}
                    />
                  ),
                csv: () => '',
              },
            ]}
            empty={<EmptyState title={t('noConcessionsTitle')}>{t('noConcessions')}</EmptyState>}
          />
        </Card>
      </div>
    </ClientMessages>
  )
})
