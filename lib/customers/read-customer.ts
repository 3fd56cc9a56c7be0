import { withStaff } from '~/db/client'
import { readCustomerAccount } from '~/lib/billing'
import { authorizeStaff, listCustomerPeople, mayStaff } from '~/lib/identity'
import { findOrganisation } from '~/lib/identity/rows'
import { listCustomerIncidents } from '~/lib/incidents'
import { isLiveIncident } from '~/lib/incidents/client'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordVisit } from '~/lib/moderation'
import { readCustomerEstate } from '~/lib/resources'
import { listCustomerTickets } from '~/lib/support'
import type { CustomerFile } from './views'

/** One ticket more, because the one in view is left out next to it. */
const shown = { servers: 8, tickets: 6, incidents: 5 }
/** More live incidents at once are not counted. */
const countedIncidents = 50

/**
 * What the operator knows of one customer: servers, money, tickets, incidents, people. A part that this member of staff may
 * not read is null; so are the people when they are not wanted. Recorded as a visit in the customer's journal.
 *
 * @throws DomainError `forbidden`, `not_found`
 */
export async function readCustomer(
  ctx: OpContext,
  { organisationId, withPeople = true }: { organisationId: string; withPeople?: boolean },
): Promise<CustomerFile> {
  const staffId = authorizeStaff(ctx, 'organisation:inspect')
  if (!isId('organisation', organisationId)) throw new DomainError('not_found')
  return withStaff(ctx, async (tx) => {
    const organisation = await findOrganisation(tx, organisationId)
    if (!organisation) throw new DomainError('not_found')
    await recordVisit(tx, ctx, organisationId, staffId)
    const [people, estate, account, tickets, incidents] = await Promise.all([
      withPeople
        ? listCustomerPeople(tx, organisationId, { forSupport: mayStaff(ctx, 'moderation:read') })
        : null,
      mayStaff(ctx, 'inventory:read') ? readCustomerEstate(tx, organisationId, shown.servers) : null,
      mayStaff(ctx, 'billing:inspect') ? readCustomerAccount(tx, ctx, organisationId) : null,
      mayStaff(ctx, 'support:inspect')
        ? listCustomerTickets(tx, ctx.now, organisationId, shown.tickets)
        : null,
      mayStaff(ctx, 'incident:inspect') ? listCustomerIncidents(tx, organisationId, countedIncidents) : null,
    ])
    return {
      id: organisationId,
      name: organisation.legalName,
      state: organisation.state,
      people,
      estate,
      account,
      tickets,
      incidents: incidents && {
        live: incidents.filter(({ state }) => isLiveIncident(state)).length,
        total: incidents.length,
        incidents: incidents.slice(0, shown.incidents),
      },
    }
  })
}
