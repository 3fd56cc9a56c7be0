import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { OwnIncident, OwnIncidentView } from '../client'
import { listOwnExclusions } from '../operator/queries/exclusions'
import {
  findIncident,
  listNamedResources,
  listOwnIncidents as listRows,
  listUpdates,
} from '../queries/incidents'
import { incidentSummary, updateView } from '../views'

const shownMax = 100

/** Incidents that affected resources visible to this member, live ones first, then the newest. */
export async function listOwnIncidents(ctx: OpContext): Promise<OwnIncident[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) =>
    ownIncidents(tx, await listRows(tx, organisationId, shownMax)),
  )
}

/**
 *
 *
 * @throws DomainError `not_found`, also when it affected nothing that this member sees
 */
export async function getOwnIncident(
  ctx: OpContext,
  input: { id: Id<'incident'> },
): Promise<OwnIncidentView> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const found = await findIncident(tx, input.id)
    const [own] = found ? await ownIncidents(tx, [found]) : []
    if (!own || own.touched.length === 0 || own.state === 'dismissed') throw new DomainError('not_found')
    const exclusions = await listOwnExclusions(tx, own.id)
    return {
      ...own,
      exclusions: exclusions.map(({ id, reason, ...times }) => ({
        id,
        reason,
        fromAt: times.fromAt.toISOString(),
        toAt: times.toAt.toISOString(),
        decidedAt: times.decidedAt.toISOString(),
        revokedAt: times.revokedAt?.toISOString() ?? null,
      })),
    }
  })
}

/** In a transaction of the organisation: row-level security limits each to what the member sees. */
async function ownIncidents(
  tx: Tx,
  rows: readonly NonNullable<Awaited<ReturnType<typeof findIncident>>>[],
): Promise<OwnIncident[]> {
  const ids = rows.map(({ incident }) => incident.id)
  const touched = groupedBy(await listNamedResources(tx, ids), ({ incidentId }) => incidentId)
  const updates = groupedBy(await listUpdates(tx, ids), ({ incidentId }) => incidentId)
  return rows.map((row) => {
    // The failure domain is internal to the operator.
    const { domain: _domain, domainId: _domainId, resources: _resources, ...summary } = incidentSummary(row)
    const { rootCauseFr, rootCauseEn, postMortemFr, postMortemEn, id } = row.incident
    return {
      ...summary,
      rootCauseFr,
      rootCauseEn,
      postMortemFr,
      postMortemEn,
      updates: (updates.get(id) ?? []).map(updateView),
      touched: (touched.get(id) ?? []).map(({ id: resourceId, kind, name, fromAt, toAt }) => ({
        id: resourceId,
        kind,
        name,
        fromAt: fromAt.toISOString(),
        toAt: toAt?.toISOString() ?? null,
      })),
    }
  })
}
