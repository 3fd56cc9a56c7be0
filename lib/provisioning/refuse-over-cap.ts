import { acrossProjects, type Tx } from '~/db/client'
import { findSpendingCap } from '~/db/queries/provisioning/request-facts'
import { committedMonthlyCents } from '~/lib/compute'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'

/**
 * Refuses when `moreCents` a month would take the organisation over its spending cap; without a cap, or for
 * a change that costs no more, nothing is refused.
 *
 * @throws DomainError `spending_cap_exceeded` with the three figures, in cents
 */
export async function refuseOverCap(
  tx: Tx,
  organisationId: Id<'organisation'>,
  moreCents: bigint,
  now: Date,
): Promise<void> {
  if (moreCents <= 0n) return
  const cap = await findSpendingCap(tx, organisationId)
  if (cap === null) return
  const committed = await acrossProjects(tx, () => committedMonthlyCents(tx, organisationId, now))
  if (committed + moreCents <= cap) return
  throw new DomainError('spending_cap_exceeded', {
    params: { capCents: `${cap}`, committedCents: `${committed}`, orderCents: `${moreCents}` },
  })
}
