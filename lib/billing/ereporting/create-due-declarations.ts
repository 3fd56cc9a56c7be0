import { withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { findSeller } from '../queries/subjects'
import { type Draft, draftPeriods, insertRevision } from './prepare-declaration'
import { lockDeclaring } from './queries/declarations'
import { ereportingOf } from './settings'

/** By then a statement of the last days of a period has been imported; later payments are a correction. */
const preparedDaysBeforeDue = 3
const dayMs = 86_400_000

/**
 * Creates the declarations that are due in three days, and replaces a sent one when data of its period has been added
 * since: at most once a day per period. A period refused by a platform waits for staff. Idempotent, also with
 * concurrent workers.
 */
export async function createDueDeclarations(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const today = parisDay(ctx.now)
  await withSystem(ctx, async (tx) => {
    const seller = await findSeller(tx)
    if (!seller) return
    const settings = await ereportingOf(tx, seller.entity.id)
    await lockDeclaring(tx, seller.entity.id)
    for (const kind of ['transactions', 'payments'] as const)
      for (const draft of await draftPeriods(tx, ctx, settings, kind)) {
        if (!isDue(draft, today, ctx.now)) continue
        const platform = platformName
        const made = await insertRevision(tx, ctx, { draft, seller, settings, platform, staffId: null })
        await recordAudit(tx, ctx, 'declaration.prepared', {
          organisationId: null,
          kind: 'declaration',
          id: made.id,
          details: { number: made.number, type: made.type, items: draft.items.length },
        })
      }
  })
}

/** The platform fills in its own name when it files the declaration. */
export const platformName = 'Plateforme agréée'

/** Whether the clock creates the next revision of a period now. Pure. */
export function isDue(
  { to, dueOn, last, sourcesSha256 }: Pick<Draft, 'to' | 'dueOn' | 'last' | 'sourcesSha256'>,
  today: string,
  now: Date,
): boolean {
  if (to >= today) return false
  if (!last) return today >= addDays(dueOn, -preparedDaysBeforeDue)
  if (last.sourcesSha256 === sourcesSha256 || last.state !== 'accepted') return false
  return now.getTime() - last.createdAt.getTime() >= dayMs
}
