import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { DeliveryState } from '~/components/billing/delivery-state'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { Badge } from '~/components/ui/display/state-pill'
import { listConnections, listEinvoices, listPaymentReports, listSellerChanges } from '~/lib/billing'
import { mayStaff } from '~/lib/identity'
import { SellerChanges } from '../../_components/seller-changes'
import { ConnectionCard } from './_components/connection-card'
import { documentColumns, reasonColumn } from './_components/document-columns'
import { EinvoiceActions } from './_components/einvoice-actions'
import { PaymentReports } from './_components/payment-reports'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('billingDelivery')
  return { title: t('title') }
}

/** E-invoices and their states; rejections that need a decision come first. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('billingDelivery')
  const [einvoices, reports, connections, changes] = await Promise.all([
    listEinvoices(ctx),
    listPaymentReports(ctx),
    listConnections(ctx),
    listSellerChanges(ctx),
  ])
  const mayAct = mayStaff(ctx, 'billing:credit')
  return (
    <ClientMessages namespaces={['billingDelivery', 'sellerChanges']}>
      <div className="grid gap-5">
        <SellerChanges
          changes={changes}
          subjects={['connection_chorus_pro', 'connection_platform']}
          mayDecide={mayStaff(ctx, 'billing:settle')}
        />
        <Card title={t('listTitle')} note={t('listNote')} padded={false}>
          <DataTable
            caption={t('list')}
            rows={einvoices}
            rowKey={(row) => row.id}
            columns={[
              ...documentColumns({ document: t('document'), buyer: t('buyer') }),
              { id: 'channel', header: t('channelColumn'), cell: (row) => t(`channel.${row.channel}`) },
              {
                id: 'state',
                header: t('stateColumn'),
                cell: (row) => (
                  <span className="flex flex-wrap items-center gap-1.5">
                    <DeliveryState delivery={row} />
                    {row.isOpen && <Badge>{t('todo')}</Badge>}
                    {!row.isOpen && row.state === 'rejected' && <Badge>{t('settled')}</Badge>}
                  </span>
                ),
              },
              reasonColumn(t('reason')),
              {
                id: 'amount',
                header: t('amount'),
                numeric: true,
                cell: (row) => <Money cents={BigInt(row.grossCents)} bare />,
              },
              {
                id: 'actions',
                header: <span className="sr-only">{t('settle')}</span>,
                cell: (row) => (mayAct ? <EinvoiceActions einvoice={row} /> : null),
              },
            ]}
            empty={<EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>}
          />
        </Card>
        <PaymentReports reports={reports} mayAct={mayAct} />
        <section>
          <h2 className="mb-3 text-lg">{t('connections')}</h2>
          <div className="grid gap-5 lg:grid-cols-2 lg:items-start">
            {connections.map((connection) => (
              <ConnectionCard key={connection.channel} connection={connection} />
            ))}
          </div>
        </section>
      </div>
    </ClientMessages>
  )
})
