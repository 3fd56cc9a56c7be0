import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { groupedBy } from '~/lib/kernel/grouped-by'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findBilledMonth, findSeller, lockProfile } from '../queries/subjects'
import { creditClosedMonth } from './credit-closed-month'
import * as queries from './queries/service-credits'

/** What a revision of a resource's month gives back in all, before VAT. */
type MonthCredit = {
  assessmentId: Id<'slaAssessment'>
  subjectId: string
  subjectKind: 'instance' | 'volume'
  creditCents: bigint
  requestedByStaffId: Id<'staff'> | null
}

/**
 * Nobody else bills, assesses or credits this organisation until `tx` ends: a month is closed before its assessment or
 * after it, never in between.
 */
export async function lockBilling(tx: Tx, now: Date, organisationId: Id<'organisation'>): Promise<void> {
  await lockProfile(tx, { organisationId, updatedAt: now })
}

/**
 * Each revision is credited by what it differs from what was given for its month already; a revision before it of which
 * nothing was given yet gives way. From the seller's limit on a credit waits for a billing officer; below it, it goes
 * onto the month's invoice, or, when that is issued, by a credit note at once. The caller holds `lockBilling`.
 *
 * @throws DomainError `not_billable` while there is no seller
 */
export async function draftServiceCredits(
  tx: Tx,
  ctx: OpContext,
  month: { organisationId: Id<'organisation'>; period: string; credits: readonly MonthCredit[] },
): Promise<void> {
  const { organisationId, period, credits } = month
  const seller = await findSeller(tx)
  if (!seller) throw new DomainError('not_billable', { field: 'seller', params: { lack: 'seller' } })
  const before = groupedBy(
    await queries.listCreditsOfMonth(tx, organisationId, period),
    ({ subjectId }) => subjectId,
  )
  const drafted = credits.map(({ creditCents, ...facts }) => {
    const earlier = before.get(facts.subjectId) ?? []
    const given = earlier.filter(
      ({ state, usedCents }) => state === 'granted' || (state === 'carried' && usedCents !== 0n),
    )
    const amountCents = creditCents - given.reduce((sum, each) => sum + each.amountCents, 0n)
    const size = amountCents < 0n ? -amountCents : amountCents
    return {
      supersedes: earlier.filter(
        ({ state, usedCents }) =>
          usedCents === 0n &&
          (state === 'drafted' || state === 'awaiting_confirmation' || state === 'carried'),
      ),
      row: {
        id: newId('serviceCredit', ctx.now.getTime()),
        organisationId,
        period,
        ...facts,
        amountCents,
        state:
          size >= seller.billing.fourEyesFromCents
            ? ('awaiting_confirmation' as const)
            : ('drafted' as const),
        createdAt: ctx.now,
      },
    }
  })
  await queries.supersedeCredits(
    tx,
    drafted.flatMap(({ supersedes }) => supersedes.map(({ id }) => id)),
  )
  const rows = drafted.map(({ row }) => row).filter(({ amountCents }) => amountCents !== 0n)
  await queries.insertCredits(tx, rows)
  if (rows.length > 0)
    await recordAudit(tx, ctx, 'service_credit.drafted', {
      organisationId,
      kind: 'service_level_month',
      id: `${organisationId} ${period}`,
      details: {
        period,
        credits: rows.length,
        waiting: rows.filter(({ state }) => state === 'awaiting_confirmation').length,
        netCents: rows.reduce((sum, row) => sum + row.amountCents, 0n).toString(),
      },
    })
  if (await findBilledMonth(tx, organisationId, period))
    await creditClosedMonth(tx, ctx, { organisationId, period })
}
