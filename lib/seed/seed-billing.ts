import { carryOutRun, changeBillingSettings, defineBillingSeller, openRun } from '~/lib/billing'
import type { Id } from '~/lib/kernel/ids'
import { seedMember, seedSystem } from './contexts'
import { billingSeller, groupings } from './demonstration/billing'
import { seedPayments } from './seed-payments'
import type { SeededOrganisation } from './seed-people'

const monthsBilled = 12

/**
 * The months before this one are billed as the product bills them, each on the third of the month after, at six in the
 * morning. The seller's details and each buyer's choice were made before the first.
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
    // In the first days of a month the one before is still within its grace.
    if (closing > today) continue
    const ctx = seedSystem(closing)
    const runId = await openRun(ctx, { period: month.toISOString().slice(0, 7), mode: 'final' })
    await carryOutRun(ctx, { runId })
    await payments.settle(closing, back)
  }
}
