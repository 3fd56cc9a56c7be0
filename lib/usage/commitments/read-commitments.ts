import { withOrganisation } from '~/db/client'
import { authorize, may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  type CommitmentRow,
  findCommitment,
  findLiveExit,
  listCommitments as listRows,
} from './queries/commitments'
import { findCommittable } from './queries/committable'
import { readExit, sumOf } from './read-exit'
import type { CommitmentSummary, CommitmentView } from './views'

const listedMax = 500

/** The organisation's commitments by end, next first, then those that are over. */
export async function listCommitments(ctx: OpContext): Promise<CommitmentSummary[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) =>
    (await listRows(tx, organisationId, listedMax)).map(({ commitment, bundle, name }) => ({
      ...summary(commitment),
      bundle: bundle.name,
      resource: { kind: commitment.resourceKind, id: commitment.resourceId, name },
    })),
  )
}

/**
 * The commitment of a server or volume, with today's exit fee; null when billed hourly.
 *
 * @throws DomainError `not_found`
 */
export async function readCommitment(
  ctx: OpContext,
  input: { resourceId: Id<'instance'> | Id<'volume'> },
): Promise<CommitmentView | null> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const row = await findCommittable(tx, input.resourceId)
    if (!row) throw new DomainError('not_found')
    const commitment = row.commitmentId && (await findCommitment(tx, row.commitmentId))
    if (!commitment) return null
    const live = await findLiveExit(tx, commitment.id)
    const exit = live ?? (await readExit(tx, commitment, ctx.now))
    return {
      ...summary(commitment),
      exit: {
        cents: exit.cents.toString(),
        enjoyedCents: exit.enjoyedCents.toString(),
        remainingCents: exit.remainingCents.toString(),
      },
      isBeingLeft: live !== null,
      mayChange: may(ctx, 'order:place', row.projectId),
    }
  })
}

function summary(commitment: CommitmentRow) {
  return {
    id: commitment.id,
    termMonths: commitment.termMonths,
    basisPoints: commitment.basisPoints,
    startedAt: commitment.startedAt.toISOString(),
    endsAt: commitment.endsAt.toISOString(),
    endedAt: commitment.endedAt?.toISOString() ?? null,
    renewal: commitment.renewal,
    state: commitment.state,
    monthlyCents: monthlyCents(sumOf(commitment, 'committed')).toString(),
    hourlyMonthlyCents: monthlyCents(sumOf(commitment, 'hourly')).toString(),
  }
}
