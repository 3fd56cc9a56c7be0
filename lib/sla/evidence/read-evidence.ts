import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { chooseMonth, monthsUntil } from '../dashboard/choose-month'
import { readMonthCredits } from '../dashboard/read-month-credits'
import { toMonthView } from '../dashboard/read-service-levels'
import { readIncidentsOf } from '../dashboard/read-touched'
import type { EvidenceInput } from '../dashboard/schema'
import { withDays } from '../dashboard/to-level'
import { listSubjects } from '../measuring/list-subjects'
import { readAvailability } from '../measuring/read-availability'
import { listResourceRows } from '../queries/subjects'
import { readNames, withNames } from './read-resource-months'
import { stretchesOf } from './stretches'
import type { EvidenceView } from './views'

/** Rows on the page; the file has all. */
const listedMax = 300

/**
 * All facts behind a resource's availability in a month: the observations of each vantage, the exclusions, and the
 * intervals that add up to the month to the millisecond.
 *
 * @throws DomainError `forbidden`, `not_found`
 */
export async function readEvidence(ctx: OpContext, input: EvidenceInput): Promise<EvidenceView> {
  authorize(ctx, 'instance:read')
  const month = chooseMonth(input.month, ctx.now)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const [row] = await listResourceRows(tx, organisationId, [input.resourceId])
    if (!row) throw new DomainError('not_found')
    const subjects = await listSubjects(tx, organisationId, month, [row.id])
    const [measured] = await readAvailability(tx, { subjects, window: month, now: ctx.now })
    const view = {
      resource: { id: row.id, kind: row.kind, name: row.name },
      month: toMonthView(month),
      periods: monthsUntil(ctx.now).map(({ period }) => period),
    }
    if (!measured) return { ...view, evidence: null }
    const named = withNames(measured, await readNames(tx, subjects))
    const { window, sight, exclusions, availability, contract, isComplete } = measured
    const credit = (await readMonthCredits(tx, organisationId, [measured], month)).get(row.id)
    const stretches = stretchesOf(sight.transitions, window, exclusions)
    return {
      ...view,
      evidence: {
        level: withDays(named, month, credit),
        contractVersion: contract.version,
        window,
        isComplete,
        sums: availability,
        stretches: stretches.slice(0, listedMax),
        stretchCount: stretches.length,
        exclusions,
        vantages: sight.vantages.map(({ vantageId, kind, name, transitions }) => {
          const within = transitions.filter(({ at }) => at >= window.from && at < window.to)
          return {
            id: vantageId,
            kind,
            name,
            transitions: within.slice(0, listedMax),
            transitionCount: within.length,
          }
        }),
        incidents: await readIncidentsOf(tx, [row], window),
      },
    }
  })
}
