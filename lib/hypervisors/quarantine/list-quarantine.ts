import { withStaff } from '~/db/client'
import { authorizeStaff, readSamePeople } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type QuarantineView, quarantineDays } from './client'
import { listQuarantined } from './queries/quarantine'

const shown = 200
const dayMs = 86_400_000

/** Lists objects with our tag and without a row: undecided ones first, oldest first. */
export async function listQuarantine(ctx: OpContext): Promise<QuarantineView[]> {
  const staffId = authorizeStaff(ctx, 'inventory:read')
  const { rows, isSame } = await withStaff(ctx, async (tx) => {
    const listed = await listQuarantined(tx, shown)
    const proposers = listed.map(({ object }) => object.proposedByStaffId)
    return { rows: listed, isSame: await readSamePeople(tx, staffId, proposers) }
  })
  return rows.map(({ object, zoneCode, zoneName, organisationName }) => {
    const ageMs = ctx.now.getTime() - object.firstSeenAt.getTime()
    const { name, size, power, host, attachedTo, found, label, createdAt } = object.details
    return {
      id: object.id,
      kind: object.kind,
      zoneCode,
      zoneName,
      subject: object.subject,
      owner: organisationName ?? object.taggedOrganisationId,
      found: [name, size, power, host, attachedTo, found].filter((part) => part !== undefined).join(' · '),
      label: label ?? null,
      createdAt: createdAt ?? null,
      state: object.state,
      firstSeenAt: object.firstSeenAt.toISOString(),
      days: Math.floor(ageMs / dayMs),
      isTermOver: ageMs >= quarantineDays * dayMs,
      proposedAt: object.proposedAt?.toISOString() ?? null,
      beforeTerm: object.beforeTerm,
      needsAnother: isSame(object.proposedByStaffId),
      deleteFrom: object.deleteFrom?.toISOString() ?? null,
    }
  })
}
