import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { CardDesk } from '~/lib/billing/client'
import { formatDate } from '~/lib/kernel/text/format-date'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import { routes } from '~/lib/routes'
import { CardRefunds } from './card-refunds'
import { CardSettings } from './card-settings'
import { RefundPayment } from './refund-payment'

const tones = {
  asked: 'info',
  open: 'info',
  paid: 'ok',
  declined: 'off',
  expired: 'off',
  disputed: 'bad',
} as const

type Props = { desk: CardDesk; mayChange: boolean; mayRefund: boolean }

/** The card provider, and card payments with their invoices. */
export function CardPayments({ desk, mayChange, mayRefund }: Props) {
  const t = useTranslations('cards')
  const locale = useLocale() === 'en' ? 'en' : 'fr'
  const { provider, payments, refunds } = desk
  return (
    <>
      <Card
        title={t('settings')}
        note={t('settingsNote')}
        padded={provider === null}
        actions={<CardSettings provider={provider} refusal={mayChange ? undefined : t('settingsMayNot')} />}
      >
        {provider ? (
          <DescriptionList
            items={[
              {
                term: t('state'),
                value: (
                  <StatePill tone={provider.isOn ? 'ok' : 'off'}>
                    {provider.isOn ? t('isOn') : t('isOff')}
                  </StatePill>
                ),
              },
              { term: t('baseUrl'), value: <span className="font-mono text-sm">{provider.baseUrl}</span> },
              { term: t('notices'), value: <span className="font-mono text-sm">{provider.noticeUrl}</span> },
              { term: t('since'), value: <Timestamp at={new Date(provider.updatedAt)} /> },
            ]}
          />
        ) : (
          <p className="text-sm text-ink-2">{t('notConnected')}</p>
        )}
      </Card>
      {(provider || payments.length > 0) && (
        <Card title={t('payments')} note={t('paymentsNote')} padded={false}>
          <DataTable
            caption={t('payments')}
            rows={payments}
            rowKey={(row) => row.id}
            columns={[
              {
                id: 'invoice',
                header: t('invoice'),
                cell: (row) => (
                  <TextLink
                    href={routes.operator.billingDocument(row.documentId)}
                    className="font-mono text-sm"
                  >
                    {row.number}
                  </TextLink>
                ),
              },
              { id: 'customer', header: t('customer'), cell: (row) => row.customer },
              {
                id: 'paidOn',
                header: t('paidOn'),
                cell: (row) =>
                  row.paidOn ? <Timestamp at={startOfParisDay(row.paidOn)} look="date" /> : '–',
              },
              {
                id: 'state',
                header: t('state'),
                cell: (row) => <StatePill tone={tones[row.state]}>{t(`states.${row.state}`)}</StatePill>,
              },
              {
                id: 'payout',
                header: t('payout'),
                cell: (row) =>
                  row.payoutReference === null ? (
                    '–'
                  ) : (
                    <>
                      <span className="font-mono text-sm">{row.payoutReference}</span>
                      <span className="block text-sm text-ink-3">
                        {row.passedOn
                          ? t('passedOn', { day: formatDate(startOfParisDay(row.passedOn), locale) })
                          : t('awaited')}
                      </span>
                    </>
                  ),
              },
              {
                id: 'amount',
                header: t('amount'),
                numeric: true,
                cell: (row) => <Money cents={BigInt(row.cents)} bare />,
              },
              {
                id: 'fee',
                header: t('fee'),
                numeric: true,
                cell: (row) => (row.feeCents === null ? '–' : <Money cents={BigInt(row.feeCents)} bare />),
              },
              {
                id: 'actions',
                header: <span className="sr-only">{t('refund')}</span>,
                cell: (row) =>
                  row.refundableCents === null ? null : (
                    <RefundPayment
                      payment={row}
                      refundableCents={row.refundableCents}
                      refusal={mayRefund ? undefined : t('settingsMayNot')}
                    />
                  ),
              },
            ]}
            empty={<EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>}
          />
        </Card>
      )}
      {refunds.length > 0 && <CardRefunds refunds={refunds} mayDecide={mayRefund} />}
    </>
  )
}
