import { useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import { Card } from '~/components/ui/display/card'
import type { CustomerFile } from '~/lib/customers/client'
import {
  IncidentLines,
  InvoiceLines,
  PeopleLines,
  ServerLines,
  TicketLines,
  ticketsShown,
} from './customer-lines'
import { SpendCard } from './spend-card'
import { usePartNote } from './use-part-note'

const invoicesShown = 8

/** All that staff knows of a customer, a card for each part that this person may read. */
export function CustomerCards({ file }: { file: CustomerFile }) {
  const t = useTranslations('customers')
  const note = usePartNote()
  const { estate, account, tickets, incidents, people } = file
  return (
    <div className="grid gap-5">
      <div className={cx('grid items-start gap-5', estate && 'xl:grid-cols-2')}>
        {estate && (
          <Card title={t('servers')} note={note(estate.total, estate.servers.length)} padded={false}>
            <ServerLines estate={estate} />
          </Card>
        )}
        <div className={cx('grid items-start gap-5', !estate && 'xl:grid-cols-3')}>
          {account && (
            <Card title={t('invoices')} note={note(account.open.length, invoicesShown)} padded={false}>
              <InvoiceLines account={account} shownMax={invoicesShown} />
            </Card>
          )}
          {tickets && (
            <Card title={t('tickets')} note={note(tickets.open, ticketsShown, 'ofOpen')} padded={false}>
              <TicketLines tickets={tickets} />
            </Card>
          )}
          {incidents && (
            <Card
              title={t('incidents')}
              note={note(incidents.total, incidents.incidents.length)}
              padded={false}
            >
              <IncidentLines incidents={incidents} />
            </Card>
          )}
        </div>
      </div>
      {account?.months.some(({ cents }) => cents !== '0') && <SpendCard account={account} />}
      {people && (
        <Card title={t('people')} padded={false}>
          <PeopleLines people={people} />
        </Card>
      )}
    </div>
  )
}
