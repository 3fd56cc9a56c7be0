import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { readNames, withNames } from '../evidence/read-resource-months'
import { listSubjects } from '../measuring/list-subjects'
import { readAvailability } from '../measuring/read-availability'
import { chooseMonth } from './choose-month'
import { toLevel } from './to-level'
import type { LevelView } from './views'

/**
 * The level of one server or volume this month; null before its delivery.
 *
 * @throws DomainError `forbidden`
 */
export async function readResourceLevel(
  ctx: OpContext,
  { resourceId }: { resourceId: string },
): Promise<(LevelView & { period: string }) | null> {
  authorize(ctx, 'instance:read')
  const month = chooseMonth(undefined, ctx.now)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const subjects = await listSubjects(tx, organisationId, month, [resourceId])
    const [measured] = await readAvailability(tx, { subjects, window: month, now: ctx.now })
    if (!measured) return null
    return { ...toLevel(withNames(measured, await readNames(tx, subjects)), month), period: month.period }
  })
}
