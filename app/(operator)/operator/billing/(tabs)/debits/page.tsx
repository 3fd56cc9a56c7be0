import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { listSellerChanges, readDebitDesk } from '~/lib/billing'
import type { DebitView } from '~/lib/billing/client'
import { mayStaff } from '~/lib/identity'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import { SellerChanges } from '../../_components/seller-changes'
import { BatchActions } from './_components/batch-actions'
import { ImportReport } from './_components/import-report'
import { PrepareDebits } from './_components/prepare-debits'
import { ReturnDebit } from './_components/return-debit'
import { SetCreditor } from './_components/set-creditor'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.nav'))('debits') }
}

const Day = ({ day }: { day: string }) => <Timestamp at={startOfParisDay(day)} look="date" />
const tones: Record<string, Tone> = {
  prepared: 'warn',
  sent: 'info',
  cancelled: 'off',
  returned: 'bad',
  left_out: 'off',
}

/** Direct debits: announced debits, files for the bank, and their results. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('settling')
  const { creditor, nextDay, planned, batches, atBank } = await readDebitDesk(ctx)
  const maySettle = mayStaff(ctx, 'billing:settle')
  const columns = (last: (row: DebitView) => ReactNode): Column<DebitView>[] => [
    {
      id: 'number',
      header: t('invoice'),
      cell: (row) => <span className="font-mono text-sm">{row.number}</span>,
    },
    { id: 'payer', header: t('customer'), cell: (row) => row.payer },
    {
      id: 'account',
      header: t('account'),
      cell: (row) => <span className="font-mono text-sm">{row.ibanMasked}</span>,
    },
    { id: 'collectOn', header: t('collectOn'), cell: (row) => <Day day={row.collectOn} /> },
    {
      id: 'amount',
      header: t('amount'),
      numeric: true,
      cell: (row) => <Money cents={BigInt(row.cents)} bare />,
    },
    { id: 'state', header: t('state'), cell: last },
  ]
  return (
    <div className="grid gap-4">
      <ClientMessages namespaces={['errors', 'settling', 'sellerChanges']}>
        <SellerChanges changes={await listSellerChanges(ctx)} subjects={['creditor']} mayDecide={maySettle} />
        {!creditor && (
          <Callout tone="warn" title={t('noCreditor')}>
            {t('noCreditorText')}
          </Callout>
        )}
        <Card
          title={t('planned')}
          {...(planned.length > 0 && { note: t('plannedNote', { count: planned.length }) })}
          padded={false}
          {...(maySettle && { actions: <SetCreditor creditor={creditor} /> })}
        >
          {planned.length > 0 && (
            <div className="border-b border-line p-4.5">
              <PrepareDebits key={nextDay} day={nextDay} refusal={maySettle ? undefined : t('mayNot')} />
            </div>
          )}
          <DataTable
            caption={t('planned')}
            rows={planned}
            rowKey={(row) => row.id}
            columns={columns(() => t('debitStates.planned'))}
            empty={<EmptyState title={t('nothingPlanned')}>{t('nothingPlannedText')}</EmptyState>}
          />
        </Card>
        <Card title={t('batches')} padded={false}>
          <DataTable
            caption={t('batches')}
            rows={batches}
            rowKey={(row) => row.id}
            columns={[
              {
                id: 'messageId',
                header: t('batch'),
                cell: (row) => (
                  <>
                    <span className="font-mono text-sm">{row.messageId}</span>
                    <span className="block text-sm text-ink-3">
                      <Timestamp at={new Date(row.preparedAt)} look="short" /> {row.preparedBy}
                    </span>
                  </>
                ),
              },
              { id: 'collectOn', header: t('collectOn'), cell: (row) => <Day day={row.collectOn} /> },
              {
                id: 'state',
                header: t('state'),
                cell: (row) => (
                  <StatePill tone={tones[row.state] ?? 'info'}>{t(`batchStates.${row.state}`)}</StatePill>
                ),
              },
              { id: 'debits', header: t('count'), numeric: true, cell: (row) => row.debits },
              {
                id: 'total',
                header: t('amount'),
                numeric: true,
                cell: (row) => <Money cents={BigInt(row.totalCents)} bare />,
              },
              {
                id: 'actions',
                header: <span className="sr-only">{t('file')}</span>,
                cell: (row) => (maySettle ? <BatchActions batch={row} /> : null),
              },
            ]}
            empty={<EmptyState title={t('noBatches')} />}
          />
        </Card>
        <Card title={t('atBank')} padded={false}>
          {maySettle && (
            <div className="border-b border-line p-4.5">
              <ImportReport />
            </div>
          )}
          <DataTable
            caption={t('atBank')}
            rows={atBank}
            rowKey={(row) => row.id}
            columns={columns((row) => (
              <span className="flex flex-wrap items-center gap-2">
                <StatePill tone={tones[row.state] ?? 'info'}>{t(`debitStates.${row.state}`)}</StatePill>
                {row.reason && (
                  <span className="text-sm text-ink-3">
                    {row.state === 'left_out' ? t(`leftOut.${row.reason}`) : row.reason}
                  </span>
                )}
                {maySettle && row.state === 'sent' && <ReturnDebit debit={row} />}
              </span>
            ))}
            empty={<EmptyState title={t('nothingAtBank')} />}
          />
        </Card>
      </ClientMessages>
    </div>
  )
})
