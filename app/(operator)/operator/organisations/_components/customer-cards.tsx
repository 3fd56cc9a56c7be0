import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import type { CustomerFile } from '~/lib/customers/client'
import { IncidentLines, InvoiceLines, PeopleLines, ServerLines, TicketLines } from './customer-lines'

const invoicesShown = 8

/** All that staff knows of a customer, a card for each part that this person may read. */
export function CustomerCards({ file }: { file: CustomerFile }) {
  const t = useTranslations('customers')
  const { estate, account, tickets, incidents, people } = file
  const more = (all: number, shown: number) => (all > shown ? t('firstOf', { shown, all }) : undefined)
  return (
    <div className="grid items-start gap-5 xl:grid-cols-2">
      {estate && (
        <Card title={t('servers')} note={more(estate.counts.instances, estate.servers.length)} padded={false}>
          <ServerLines estate={estate} />
        </Card>
      )}
      {account && (
        <Card title={t('invoices')} note={more(account.open.length, invoicesShown)} padded={false}>
          <InvoiceLines account={account} shownMax={invoicesShown} />
        </Card>
      )}
      {tickets && (
        <Card title={t('tickets')} padded={false}>
          <TicketLines tickets={tickets} />
        </Card>
      )}
      {incidents && (
        <Card title={t('incidents')} padded={false}>
          <IncidentLines incidents={incidents} />
        </Card>
      )}
      <Card title={t('people')} note={t('peopleNote')} padded={false} className="xl:col-span-2">
        <PeopleLines people={people} />
      </Card>
    </div>
  )
}
