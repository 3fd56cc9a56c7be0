import { useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { CardDesk } from '~/lib/billing/client'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import { routes } from '~/lib/routes'
import { DecideRefund } from './decide-refund'

const tones = { proposed: 'warn', agreed: 'info', refunded: 'ok', refused: 'off', failed: 'bad' } as const

/** Card refunds, those waiting for a second approver first. */
export function CardRefunds({ refunds, mayDecide }: { refunds: CardDesk['refunds']; mayDecide: boolean }) {
  const t = useTranslations('cards')
  return (
    <Card title={t('refunds')} note={t('refundsNote')} padded={false}>
      <DataTable
        caption={t('refunds')}
        rows={refunds}
        rowKey={(row) => row.id}
        columns={[
          {
            id: 'invoice',
            header: t('invoice'),
            cell: (row) => (
              <TextLink href={routes.operator.billingDocument(row.documentId)} className="font-mono text-sm">
                {row.number}
              </TextLink>
            ),
          },
          {
            id: 'reason',
            header: t('refundReason'),
            cell: (row) => (
              <>
                {row.reason}
                <span className="block text-sm text-ink-3">{row.failureText ?? row.proposedBy}</span>
              </>
            ),
          },
          {
            id: 'state',
            header: t('state'),
            cell: (row) => <StatePill tone={tones[row.state]}>{t(`refundStates.${row.state}`)}</StatePill>,
          },
          {
            id: 'refundedOn',
            header: t('refundedOn'),
            cell: (row) =>
              row.refundedOn ? <Timestamp at={startOfParisDay(row.refundedOn)} look="date" /> : '–',
          },
          {
            id: 'payout',
            header: t('payout'),
            cell: (row) => <span className="font-mono text-sm">{row.payoutReference ?? '–'}</span>,
          },
          {
            id: 'amount',
            header: t('amount'),
            numeric: true,
            cell: (row) => <Money cents={BigInt(row.cents)} bare />,
          },
          {
            id: 'actions',
            header: <span className="sr-only">{t('decide.agreed')}</span>,
            cell: (row) =>
              row.state === 'proposed' ? (
                <DecideRefund
                  refund={row}
                  refusal={mayDecide ? (row.needsAnother ? t('refundOwn') : undefined) : t('settingsMayNot')}
                />
              ) : null,
          },
        ]}
        empty={<EmptyState title={t('refundsEmpty')}>{t('refundsEmptyText')}</EmptyState>}
      />
    </Card>
  )
}
