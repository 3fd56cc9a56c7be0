import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { lockQuarantined, type QuarantineRow } from '~/lib/hypervisors'
import { quarantineCan } from '~/lib/hypervisors/client'
import { authorizeStaff, requireAnotherPerson, requireFreshProof } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DecideAdoptionsInput } from '../schema'
import { enqueueAdoption } from './carry-out-adoption'
import { type AdoptionRow, decideAdoption, lockProposed } from './queries/adoptions'

/**
 * Confirms that objects get their rows, which another person proposed, or withdraws open proposals; all or none. A job of its own
 * carries out each one, which ends done or refused with its reason. Returns how many were decided: those that someone decided
 * meanwhile, and at a confirmation those that are gone or agreed to be deleted, are not among them.
 *
 * @throws DomainError `proof_required`, `forbidden` when this person proposed one of them
 */
export async function decideAdoptions(
  ctx: OpContext,
  { adoptionIds, decision }: DecideAdoptionsInput,
): Promise<{ done: number }> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    const proposed = await lockProposed(tx, adoptionIds)
    const isConfirmed = decision === 'confirm'
    if (isConfirmed)
      for (const proposer of new Set(proposed.map(({ proposedByStaffId }) => proposedByStaffId)))
        await requireAnotherPerson(tx, staffId, proposer)
    // Every lock before the first change: a proposal of the same objects then waits for none of them.
    const decided = (await withObjects(tx, proposed)).filter(
      ({ object }) => !isConfirmed || quarantineCan.record(object.state),
    )
    const state = isConfirmed ? ('waiting' as const) : ('withdrawn' as const)
    for (const { adoption, object } of decided) {
      await decideAdoption(tx, adoption.id, { state, decidedByStaffId: staffId, decidedAt: ctx.now })
      await recordAudit(
        tx,
        ctx,
        isConfirmed ? 'quarantine.adoption_confirmed' : 'quarantine.adoption_withdrawn',
        {
          organisationId: null,
          kind: 'quarantine',
          id: object.id,
          details: { subjectId: object.subject, reason: adoption.reason },
        },
      )
      if (isConfirmed) await enqueueAdoption(tx, adoption.id)
    }
    return { done: decided.length }
  })
}

/** Each adoption with its object, locked in the order of the objects' ids. */
async function withObjects(
  tx: Tx,
  adoptions: readonly AdoptionRow[],
): Promise<{ adoption: AdoptionRow; object: QuarantineRow }[]> {
  const found: { adoption: AdoptionRow; object: QuarantineRow }[] = []
  for (const adoption of [...adoptions].sort((a, b) => (a.quarantineId < b.quarantineId ? -1 : 1))) {
    const object = await lockQuarantined(tx, adoption.quarantineId)
    if (object) found.push({ adoption, object })
  }
  return found
}
