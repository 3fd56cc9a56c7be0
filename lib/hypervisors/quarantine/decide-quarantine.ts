import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireAnotherPerson, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { quarantineCan, quarantineDays } from './client'
import { lockQuarantined, type QuarantineRow, undecided, updateQuarantined } from './queries/quarantine'
import type { DecideQuarantineInput } from './schema'

/**
 * Decides about an object without a row. Deletion needs a proposal and a confirmation by another person, and happens
 * after the seven days unless both agree to an early deletion. Adoption accepts the object and protects it from
 * deletion. Keeping it takes a decision back until a worker has carried it out.
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

/** Seven days after it was first seen, or at once when both people agreed. Pure. */
function deletableFrom(
  { firstSeenAt, beforeTerm }: Pick<QuarantineRow, 'firstSeenAt' | 'beforeTerm'>,
  isConfirmedBeforeTerm: boolean,
  now: Date,
): Date {
  if (beforeTerm && isConfirmedBeforeTerm) return now
  const term = addSeconds(firstSeenAt, quarantineDays * 86_400)
  return term > now ? term : now
}
