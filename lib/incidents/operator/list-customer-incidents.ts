import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { IncidentSummary } from '../client'
import { listOwnIncidents } from '../queries/incidents'
import { incidentSummary } from '../views'

/** In a transaction of staff: incidents that touched this customer, live ones first, then the newest. The caller has authorised. */
export async function listCustomerIncidents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  limit: number,
): Promise<IncidentSummary[]> {
  return (await listOwnIncidents(tx, organisationId, limit)).map(incidentSummary)
}
