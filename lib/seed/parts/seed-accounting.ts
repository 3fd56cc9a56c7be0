import { changeCostWatch, createExportSchedules, listExportRecipients, watchCosts } from '~/lib/billing'
import type { OpContext } from '~/lib/kernel/op-context'
import { seedMember, seedSystem } from '../contexts'
import type { SeededOrganisation } from './seed-people'

const daysBack = 75
/** Organisations that get their month's documents by mail; the worker sends the latest when it starts. */
const scheduled = ['valmont', 'lumen']

/**
 * Alerts owners about daily costs above one euro, compared each morning as the worker does. Two of them get the
 * documents of each month by mail.
 */
export async function seedAccounting(
  today: Date,
  organisations: readonly SeededOrganisation[],
): Promise<void> {
  const begun = new Date(today.getTime() - (daysBack + 1) * 86_400_000)
  for (const { key, ownerId, organisationId } of organisations) {
    await changeCostWatch(seedMember(begun, ownerId, organisationId), { isOn: true, minimumEuros: 1 })
    if (scheduled.includes(key)) await scheduleDocuments(seedMember(today, ownerId, organisationId))
  }
  for (let back = daysBack; back >= 1; back -= 1)
    await watchCosts(seedSystem(new Date(today.getTime() - back * 86_400_000)))
}

/** From day 1 on: the demonstration starts on any day, and shows a file that was sent. */
async function scheduleDocuments(ctx: OpContext): Promise<void> {
  await createExportSchedules(ctx, {
    destination: 'mail',
    exports: [{ kind: 'documents', format: 'csv_fr' }],
    day: 1,
    recipients: (await listExportRecipients(ctx)).map(({ memberId }) => memberId),
  })
}
