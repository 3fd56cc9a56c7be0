import { withStaff } from '~/db/client'
import { sendingKinds } from '~/db/schema/recovery'
import { authorizeStaff, readSamePeople } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DoubtfulSending, SendingKind } from '../client'
import { sendingsAtOnce } from '../schema'
import * as rows from './queries/doubtful-sendings'

/**
 * Lists what may have been sent before the restore and is not sent until two people decide: the oldest of `wanted`, or of all
 * where that is no kind, as many as can be decided at once. Counts all of them, by kind.
 */
export async function listDoubtfulSendings(
  ctx: OpContext,
  wanted: unknown = null,
): Promise<{
  sendings: DoubtfulSending[]
  kind: SendingKind | null
  counts: { kind: SendingKind; count: number }[]
}> {
  const staffId = authorizeStaff(ctx, 'recovery:read')
  const shown = sendingKinds.find((each) => each === wanted) ?? null
  return withStaff(ctx, async (tx) => {
    const undone = await rows.listUndone(tx, shown, sendingsAtOnce)
    const subjects = await rows.listSubjects(
      tx,
      undone.map(({ sending }) => sending.subject),
    )
    const isSame = await readSamePeople(
      tx,
      staffId,
      undone.flatMap(({ sending }) => sending.proposedByStaffId ?? []),
    )
    const sendings = undone.flatMap(({ sending, proposedBy }): DoubtfulSending[] => {
      const { id, kind, subject, state, outcome, reference, proposedByStaffId } = sending
      if (state === 'done') return []
      const named = subjects.get(subject)
      return [
        {
          id,
          kind,
          name: named?.name ?? null,
          receiverReference: named?.reference ?? subject,
          organisationName: named?.organisationName ?? null,
          plannedAt: named?.plannedAt ?? null,
          state,
          proposal:
            outcome && reference && proposedByStaffId
              ? { outcome, reference, proposedBy: proposedBy ?? '', needsAnother: isSame(proposedByStaffId) }
              : null,
        },
      ]
    })
    return { sendings, kind: shown, counts: await rows.countUndone(tx) }
  })
}
