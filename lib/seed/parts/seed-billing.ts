import {
  carryOutRun,
  changeBillingSettings,
  creditInvoice,
  defineBillingSeller,
  grantConcession,
  listDocuments,
  openRun,
} from '~/lib/billing'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { assessMonth } from '~/lib/sla'
import { seedMember, seedStaff, seedSystem } from '../contexts'
import { billingSeller, groupings, plannedCredits } from '../demonstration/billing'
import { seedPayments } from './seed-payments'
import type { SeededOrganisation } from './seed-people'

const monthsBilled = 12

/**
 * Bills the months before this one as the product does, each at six in the morning of the third of the next month. The
 * seller's details and each buyer's settings are entered before the first.
 */
export async function seedBilling(
  today: Date,
  organisations: readonly SeededOrganisation[],
  staffId: Id<'staff'>,
): Promise<void> {
  const opened = new Date(today.getTime() - 400 * 86_400_000)
  await defineBillingSeller(seedSystem(opened, 'operator'), billingSeller)
  for (const { key, ownerId, organisationId } of organisations) {
    const grouping = groupings[key]
    if (grouping)
      await changeBillingSettings(seedMember(opened, ownerId, organisationId), { grouping, language: 'fr' })
  }
  const payments = await seedPayments(today, opened, organisations, staffId)
  for (let back = monthsBilled; back >= 1; back -= 1) {
    const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 15))
    const closing = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back + 1, 3, 6))
    // In the first days of a month the previous one is still open.
    if (closing > today) continue
    const ctx = seedSystem(closing)
    const runId = await openRun(ctx, { period: month.toISOString().slice(0, 7), mode: 'final' })
    // Sequential, so that the same day gives the same numbers.
    await carryOutRun(ctx, { runId, before: assessMonth, atOnce: 1 })
    await grantCredits(addSeconds(closing, 6 * 86_400), back, organisations, staffId)
    await payments.settle(closing, back)
  }
}

/** Grants a concession that the next invoice deducts, and credits a part of an invoice. */
async function grantCredits(
  at: Date,
  back: number,
  organisations: readonly SeededOrganisation[],
  staffId: Id<'staff'>,
): Promise<void> {
  const accountant = seedStaff(at, staffId, ['accountant'])
  const given = plannedCredits.find((each) => each.back === back)
  const organisation = organisations.find(({ key }) => key === given?.key)
  if (!given || !organisation) return
  const { organisationId, ownerId } = organisation
  if (given.kind === 'gesture') {
    await grantConcession(accountant, {
      organisationId,
      kind: 'gesture',
      amount: given.cents,
      reason: given.reason,
    })
    return
  }
  const [latest] = await listDocuments(seedMember(at, ownerId, organisationId))
  if (!latest) return
  await creditInvoice(accountant, {
    documentId: latest.id,
    position: 1,
    amount: given.cents,
    reason: given.reason,
  })
}
