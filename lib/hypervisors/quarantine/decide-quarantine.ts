import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireAnotherPerson, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { quarantineCan, quarantineDays } from './client'
import { lockQuarantined, type QuarantineRow, updateQuarantined } from './queries/quarantine'
import type { DecideQuarantineInput } from './schema'

/**
 * What becomes of an object that no row explains. It is deleted only when one person proposes it and another confirms,
 * and not before its seven days are over unless both say so; it is adopted, that is known and never to be deleted, or
 * kept as it is, which takes a decision back until a worker has carried it out.
 *
 * @throws DomainError `not_found`, `proof_required`, `state_forbids`, `forbidden` for the person who proposed it
 */
export async function decideQuarantine(ctx: OpContext, input: DecideQuarantineInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  const { quarantineId, decision } = input
  await withStaff(ctx, async (tx) => {
    const row = await lockQuarantined(tx, quarantineId)
    if (!row) throw new DomainError('not_found')
    if (!quarantineCan[decision](row.state))
      throw new DomainError('state_forbids', { params: { state: row.state } })
    if (decision === 'confirm' && row.proposedByStaffId)
      await requireAnotherPerson(tx, staffId, row.proposedByStaffId)
    await updateQuarantined(tx, row.id, outcome(row, input, staffId, ctx.now))
    await recordAudit(tx, ctx, events[decision], {
      organisationId: null,
      kind: 'quarantine',
      id: row.id,
      details: {
        subjectId: row.subject,
        name: row.details.name ?? row.subject,
        ...('beforeTerm' in input && { beforeTerm: input.beforeTerm }),
      },
    })
  })
}

const events = {
  propose: 'quarantine.proposed',
  confirm: 'quarantine.confirmed',
  keep: 'quarantine.kept',
  adopt: 'quarantine.adopted',
} as const

const undecided = {
  proposedByStaffId: null,
  proposedAt: null,
  beforeTerm: false,
  decidedByStaffId: null,
  decidedAt: null,
  deleteFrom: null,
}

function outcome(row: QuarantineRow, input: DecideQuarantineInput, staffId: Id<'staff'>, now: Date) {
  switch (input.decision) {
    case 'propose':
      return {
        ...undecided,
        state: 'proposed' as const,
        proposedByStaffId: staffId,
        proposedAt: now,
        beforeTerm: input.beforeTerm,
      }
    case 'confirm':
      return {
        state: 'confirmed' as const,
        decidedByStaffId: staffId,
        decidedAt: now,
        deleteFrom: deletableFrom(row, input.beforeTerm, now),
      }
    case 'keep':
      return { ...undecided, state: 'kept' as const }
    case 'adopt':
      return { ...undecided, state: 'adopted' as const, decidedByStaffId: staffId, decidedAt: now }
  }
}

/** Seven days after it was first seen, or at once where both said so. Pure. */
function deletableFrom(
  { firstSeenAt, beforeTerm }: Pick<QuarantineRow, 'firstSeenAt' | 'beforeTerm'>,
  isConfirmedBeforeTerm: boolean,
  now: Date,
): Date {
  if (beforeTerm && isConfirmedBeforeTerm) return now
  const term = addSeconds(firstSeenAt, quarantineDays * 86_400)
  return term > now ? term : now
}
