import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { readStatementDesk } from '~/lib/billing'
import { mayStaff } from '~/lib/identity'
import { formatMoney } from '~/lib/kernel/text/format'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import { ImportStatement } from './_components/import-statement'
import { UndoMovement } from './_components/undo-movement'
import { WaitingList } from './_components/waiting-list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.nav'))('statements') }
}

const Day = ({ day }: { day: string }) => <Timestamp at={startOfParisDay(day)} look="date" />

/** Bank movements: undecided ones, statements, and decided ones. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('settling')
  const { waiting, waitingCount, statements, decided } = await readStatementDesk(ctx)
  const maySettle = mayStaff(ctx, 'billing:settle')
  return (
    <div className="grid gap-4">
      <ClientMessages namespaces={['errors', 'settling']}>
        {maySettle && <ImportStatement />}
        <Card
          title={t('waiting')}
          {...(waitingCount > 0 && { note: t('waitingNote', { count: waitingCount }) })}
          padded={false}
        >
          {waiting.length > 0 ? (
            <WaitingList waiting={waiting} refusal={maySettle ? undefined : t('mayNot')} />
          ) : (
            <EmptyState icon="check" title={t('nothingWaits')}>
              {t('nothingWaitsText')}
            </EmptyState>
          )}
        </Card>
        <Card title={t('decided')} padded={false}>
          <DataTable
            caption={t('decided')}
            rows={decided}
            rowKey={(row) => row.id}
            columns={[
              { id: 'bookedOn', header: t('bookedOn'), cell: (row) => <Day day={row.bookedOn} /> },
              {
                id: 'text',
                header: t('text'),
                cell: (row) => (
                  <>
                    <span className="wrap-anywhere">{row.text}</span>
                    {row.note && <span className="block text-sm text-ink-3">{row.note}</span>}
                  </>
                ),
              },
              {
                id: 'for',
                header: t('for'),
                cell: (row) => (
                  <>
                    {row.payer ?? '–'}
                    <span className="block font-mono text-sm text-ink-2">{row.documents.join(', ')}</span>
                  </>
                ),
              },
              {
                id: 'rule',
                header: t('rule'),
                cell: (row) => (
                  <StatePill tone={row.state === 'matched' ? 'ok' : 'off'}>
                    {row.rule ? t(`reasons.${row.rule}`) : t('aside')}
                  </StatePill>
                ),
              },
              {
                id: 'amount',
                header: t('amount'),
                numeric: true,
                cell: (row) => <Money cents={BigInt(row.cents)} bare />,
              },
              {
                id: 'undo',
                header: <span className="sr-only">{t('undo')}</span>,
                cell: (row) => (maySettle && row.isUndoable ? <UndoMovement movement={row} /> : null),
              },
            ]}
            empty={<EmptyState title={t('noneDecided')} />}
          />
        </Card>
        <Card title={t('statements')} padded={false}>
          <DataTable
            caption={t('statements')}
            rows={statements}
            rowKey={(row) => row.id}
            columns={[
              {
                id: 'period',
                header: t('period'),
                cell: (row) => (
                  <>
                    <Day day={row.fromOn} /> – <Day day={row.toOn} />
                    {row.brokenFromCents !== null && (
                      <span className="mt-1 block max-w-md text-sm text-warn whitespace-normal">
                        {t('broken', {
                          opening: formatMoney(BigInt(row.openingCents), ctx.locale),
                          closing: formatMoney(BigInt(row.brokenFromCents), ctx.locale),
                        })}
                      </span>
                    )}
                  </>
                ),
              },
              { id: 'format', header: t('format'), cell: (row) => row.format },
              { id: 'movements', header: t('movements'), numeric: true, cell: (row) => row.movements },
              { id: 'repeated', header: t('repeated'), numeric: true, cell: (row) => row.repeated },
              { id: 'waiting', header: t('stillWaiting'), numeric: true, cell: (row) => row.waiting },
              {
                id: 'closing',
                header: t('closing'),
                numeric: true,
                cell: (row) => <Money cents={BigInt(row.closingCents)} bare />,
              },
              {
                id: 'importedAt',
                header: t('importedAt'),
                cell: (row) => (
                  <>
                    <Timestamp at={new Date(row.importedAt)} look="short" />
                    {row.importedBy && <span className="block text-sm text-ink-3">{row.importedBy}</span>}
                  </>
                ),
              },
            ]}
            empty={<EmptyState title={t('noStatements')}>{t('noStatementsText')}</EmptyState>}
          />
        </Card>
      </ClientMessages>
    </div>
  )
})
