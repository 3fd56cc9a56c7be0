import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { groupedBy } from '~/lib/kernel/grouped-by'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findBilledMonth, findSeller, lockProfile } from '../queries/subjects'
import { creditClosedMonth } from './credit-closed-month'
import * as queries from './queries/service-credits'

/** The total credit of one revision of a resource's month, before VAT. */
type MonthCredit = {
  assessmentId: Id<'slaAssessment'>
  subjectId: string
  subjectKind: 'instance' | 'volume'
  creditCents: bigint
  requestedByStaffId: Id<'staff'> | null
}

/**
 * Serialises billing, assessment and credits of this organisation until `tx` ends: a month is closed entirely before or
 * after its assessment.
 */
export async function lockBilling(tx: Tx, now: Date, organisationId: Id<'organisation'>): Promise<void> {
  await lockProfile(tx, { organisationId, updatedAt: now })
}

/**
 * Drafts a credit for each revision: the difference to what was granted for its month already; an earlier revision that
 * was not granted yet is superseded. From the seller's limit on, a credit waits for a billing officer; below it, it
 * goes on the month's invoice or, when that is issued, on a credit note at once. The caller holds `lockBilling`.
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
