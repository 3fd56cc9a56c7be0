import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, readSamePeople, requireAnotherPerson, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { NumberJumpView } from '../client'
import type { DecideJumpInput, ProposeJumpInput } from '../schema'
import * as rows from './queries/jumps'

const shown = 50

/** Lists numbers that were given out before a restore, proposed and confirmed. */
export async function listNumberJumps(ctx: OpContext): Promise<NumberJumpView[]> {
  const staffId = authorizeStaff(ctx, 'recovery:read')
  return withStaff(ctx, async (tx) => {
    const found = await rows.listJumps(tx, shown)
    const isSame = await readSamePeople(
      tx,
      staffId,
      found.map(({ jump }) => jump.proposedByStaffId),
    )
    return found.map(({ jump, proposedBy }) => ({
      id: jump.id,
      series: jump.series,
      fromNumber: jump.fromNumber,
      toNumber: jump.toNumber,
      reason: jump.reason,
      reference: jump.reference,
      proposedBy,
      needsAnother: isSame(jump.proposedByStaffId),
      confirmedAt: jump.confirmedAt?.toISOString() ?? null,
    }))
  })
}

/**
 * Proposes that a series goes on behind the last number that was given out before the restore. Another person confirms.
 *
 * @throws DomainError `proof_required`, `not_found`, `conflict` when the series is that far already or a proposal is open
 */
export async function proposeJump(ctx: OpContext, input: ProposeJumpInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'billing:run')
  await requireFreshProof(ctx)
  const { lastNumber, ...jump } = input
  await withStaff(ctx, async (tx) => {
    const last = await rows.findLastOfSeries(tx, jump)
    if (last === null) throw new DomainError('not_found')
    if (lastNumber <= last || lastNumber - last > 100_000) throw new DomainError('conflict')
    const id = newId('numberJump', ctx.now.getTime())
    const range = { fromNumber: last + 1, toNumber: lastNumber }
    const row = { ...jump, ...range, id, proposedByStaffId: staffId, proposedAt: ctx.now }
    if (!(await rows.insertJump(tx, row))) throw new DomainError('conflict')
    await audit(tx, ctx, 'recovery.jump_proposed', row)
  })
}

/**
 * Confirms a jump of another person, or withdraws an open one. Afterwards the series goes on behind the numbers, and they are
 * listed with reason and reference.
 *
 * @throws DomainError `proof_required`, `not_found`, `forbidden` for the proposer, `conflict` when the series moved meanwhile
 */
export async function decideJump(ctx: OpContext, { jumpId, decision }: DecideJumpInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'billing:run')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const jump = await rows.findOpenJump(tx, jumpId)
    if (!jump) throw new DomainError('not_found')
    if (decision === 'withdraw') {
      if (!(await rows.deleteOpenJump(tx, jumpId))) throw new DomainError('not_found')
      return audit(tx, ctx, 'recovery.jump_withdrawn', jump)
    }
    await requireAnotherPerson(tx, staffId, jump.proposedByStaffId)
    const answer = await rows.callJumpSeries(tx, jumpId, staffId, ctx.now)
    if (answer !== 'jumped') throw new DomainError(answer === 'gone' ? 'not_found' : 'conflict')
    await audit(tx, ctx, 'recovery.series_jumped', jump)
  })
}

async function audit(
  tx: Parameters<typeof recordAudit>[0],
  ctx: OpContext,
  event: 'recovery.jump_proposed' | 'recovery.jump_withdrawn' | 'recovery.series_jumped',
  jump: {
    id: string
    series: string
    fromNumber: number
    toNumber: number
    reason: string
    reference: string
  },
): Promise<void> {
  const { id, series, fromNumber, toNumber, reason, reference } = jump
  await recordAudit(tx, ctx, event, {
    organisationId: null,
    kind: 'recovery',
    id,
    details: { series, from: `${fromNumber}`, to: `${toNumber}`, reason, reference },
  })
}
