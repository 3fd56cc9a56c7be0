import { useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { DueView, PaymentView } from '~/lib/billing/client'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import { routes } from '~/lib/routes'

const Day = ({ day }: { day: string }) => <Timestamp at={startOfParisDay(day)} look="date" />

/** Unpaid invoices, oldest first, each with the reference for its transfer. */
export function DueTable({ organisationId, due }: { organisationId: string; due: readonly DueView[] }) {
  const t = useTranslations('payments')
  return (
    <DataTable
      caption={t('due')}
      rows={due}
      rowKey={(row) => row.documentId}
      rowHref={(row) => routes.org.billingDocument(organisationId, row.documentId)}
      rowLabel={(row) => row.number}
      columns={[
        {
          id: 'number',
          header: t('number'),
          cell: (row) => <span className="font-mono text-sm">{row.number}</span>,
        },
        { id: 'dueOn', header: t('dueOn'), cell: (row) => <Day day={row.dueOn} /> },
        {
          id: 'state',
          header: t('state'),
          cell: (row) => (
            <StatePill tone={row.isLate ? 'bad' : 'info'}>{row.isLate ? t('late') : t('toPay')}</StatePill>
          ),
        },
        {
          id: 'reference',
          header: t('reference'),
          cell: (row) => <span className="font-mono text-sm">{row.reference}</span>,
        },
        {
          id: 'gross',
          header: t('gross'),
          numeric: true,
          cell: (row) => <Money cents={BigInt(row.grossCents)} bare />,
        },
        {
          id: 'open',
          header: t('openHead'),
          numeric: true,
          cell: (row) => <Money cents={BigInt(row.openCents)} bare />,
        },
      ]}
      empty={<EmptyState title={t('nothingDue')}>{t('nothingDueText')}</EmptyState>}
    />
  )
}

/** Each payment with the invoices that it paid. */
export function PaymentTable({
  organisationId,
  payments,
}: {
  organisationId: string
  payments: readonly PaymentView[]
}) {
  const t = useTranslations('payments')
  return (
    <DataTable
      caption={t('payments')}
      rows={payments}
      rowKey={(row) => row.paymentId}
      columns={[
        { id: 'occurredOn', header: t('receivedOn'), cell: (row) => <Day day={row.occurredOn} /> },
        {
          id: 'label',
          header: t('label'),
          cell: (row) => <span className="wrap-anywhere">{row.isByCard ? t('byCard') : row.label}</span>,
        },
        {
          id: 'for',
          header: t('paidFor'),
          cell: (row) => (
            <ul className="grid gap-1">
              {row.parts.map((part) => (
                <li key={part.documentId ?? 'kept'} className="flex flex-wrap gap-x-3">
                  {part.documentId && part.number ? (
                    <TextLink href={routes.org.billingDocument(organisationId, part.documentId)}>
                      {part.number}
                    </TextLink>
                  ) : (
                    <span className="text-ink-3">{t('kept')}</span>
                  )}
                  <Money cents={BigInt(part.cents)} />
                </li>
              ))}
            </ul>
          ),
        },
        {
          id: 'amount',
          header: t('amount'),
          numeric: true,
          cell: (row) => <Money cents={BigInt(row.cents)} bare />,
        },
      ]}
      empty={<EmptyState title={t('noPayments')}>{t('noPaymentsText')}</EmptyState>}
    />
  )
}
