import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { signedInContext } from '~/app/_server/context'
import { defineSignedInPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { TicketStatePill } from '~/components/support/ticket-pills'
import { PageHeader } from '~/components/ui/display/page-header'
import { readCustomer } from '~/lib/customers'
import { mayStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import { routes } from '~/lib/routes'
import { readStaffTicket, readTicketQueue } from '~/lib/support'
import { CustomerAside } from '../../organisations/_components/customer-aside'
import { CustomerToggle } from '../../organisations/_components/customer-toggle'
import { DeskList } from '../_components/desk-list'
import { deskQuery, readDeskFilter } from '../_components/read-filter'
import { TicketPanel } from '../_components/ticket-panel'

type Props = { params: Promise<{ ticket: string }> }

/** Title and page share one read. */
const read = cache(async (ticketId: string) => {
  if (!isId('ticket', ticketId)) throw new DomainError('not_found')
  return readStaffTicket(await signedInContext(), { ticketId })
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { ticket }] = [await getTranslations('support.desk'), await params]
  return { title: await titleNaming(t('title'), async () => (await read(ticket)).reference) }
}

/** One ticket next to the queue; everything works by keyboard. */
export default defineSignedInPage('operator', async ({ ctx, params, searchParams }) => {
  const t = await getTranslations('support.desk')
  const ticket = await read(params.ticket ?? '')
  const filter = readDeskFilter(searchParams)
  const query = deskQuery(filter)
  const { entries } = await readTicketQueue(ctx, filter)
  const mayInspect = mayStaff(ctx, 'organisation:inspect')
  const customer =
    mayInspect && searchParams.customer !== undefined
      ? await readCustomer(ctx, { organisationId: ticket.organisationId, withPeople: false })
      : null
  return (
    <ClientMessages namespaces={['errors', 'support']}>
      <PageHeader
        back={{ href: routes.operator.tickets(query), label: t('title') }}
        reference={ticket.reference}
        title={ticket.subject}
        state={<TicketStatePill state={ticket.state} />}
      />
      <div className="grid gap-5 lg:grid-cols-[minmax(16rem,21rem)_minmax(0,1fr)] lg:items-start">
        {entries.length > 0 && (
          <DeskList entries={entries} query={query} currentId={ticket.id} now={ctx.now} />
        )}
        <TicketPanel
          ticket={ticket}
          viewerId={ctx.actor.kind === 'staff' ? ctx.actor.staffId : ''}
          mayAnswer={mayStaff(ctx, 'support:answer')}
          customerHref={mayInspect ? routes.operator.organisation(ticket.organisationId) : null}
          customerToggle={
            mayInspect && (
              <CustomerToggle
                isOpen={customer !== null}
                openHref={routes.operator.ticket(ticket.id, { ...query, customer: 'open' })}
                closeHref={routes.operator.ticket(ticket.id, query)}
              />
            )
          }
          customer={customer && <CustomerAside file={customer} ticketId={ticket.id} />}
        />
      </div>
    </ClientMessages>
  )
})
