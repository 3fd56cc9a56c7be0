import type { CustomerAccount } from '~/lib/billing/client'
import type { CustomerPerson } from '~/lib/identity/client'
import type { IncidentSummary } from '~/lib/incidents/client'
import type { Id } from '~/lib/kernel/ids'
import type { OrganisationState } from '~/lib/kernel/op-context'
import type { CustomerEstate } from '~/lib/resources/client'
import type { TicketEntry } from '~/lib/support/client'

/** What the operator knows of one customer; a part that the member of staff may not read is null. */
export type CustomerFile = {
  id: Id<'organisation'>
  name: string
  state: OrganisationState
  people: CustomerPerson[] | null
  estate: CustomerEstate | null
  account: CustomerAccount | null
  /** `open`: how many are open; the listed ones are the first. */
  tickets: { open: number; tickets: TicketEntry[] } | null
  /** `total`: live and past ones, up to fifty. */
  incidents: { live: number; total: number; incidents: IncidentSummary[] } | null
}
