import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { OpContext } from '~/lib/kernel/op-context'
import { readResourceMonths } from '../evidence/read-resource-months'
import type { ResourceMonth } from '../evidence/resource-month'
import { listZoneSubjects } from '../measuring/list-subjects'
import { readAvailability } from '../measuring/read-availability'
import * as names from '../queries/resource-names'
import { chooseMonth, type MonthChoice, monthsUntil } from './choose-month'
import { type LevelState, levelOf, sumOf } from './levels'
import { readMonthCredits } from './read-month-credits'
import { readIncidentsOf } from './read-touched'
import type { ServiceLevelsInput } from './schema'
import { toLevel, withDays } from './to-level'
import type { GroupView, LevelView, MonthView, ServiceLevelsView, ZoneLevelView } from './views'

export const levelsPerPage = 50

/** Most pressing first. */
const order: readonly LevelState[] = ['breached', 'at_risk', 'unknown', 'kept', 'none']

/**
 * The organisation's levels in a month against their objectives, most pressing first. Totals cover the project and zone
 * filters; rows are one page after the state filter.
 *
 * @throws DomainError `forbidden`
 */
export async function readServiceLevels(
  ctx: OpContext,
  input: ServiceLevelsInput,
): Promise<ServiceLevelsView> {
  authorize(ctx, 'instance:read')
  const month = chooseMonth(input.month, ctx.now)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const all = await readResourceMonths(tx, organisationId, month, ctx.now)
    const chosen = all
      .filter(({ project }) => !input.project || project.id === input.project)
      .filter(({ zone }) => !input.zone || zone.code === input.zone)
    const levels = new Map(chosen.map((each) => [each.subject.id, toLevel(each, month)]))
    const levelIn = ({ subject }: ResourceMonth) => levels.get(subject.id) as LevelView
    const ranked = [...chosen].sort((a, b) => compare(levelIn(a), levelIn(b)))
    const wanted = ranked.filter((each) => !input.state || levelIn(each).state === input.state)
    const from = (Math.min(input.page, Math.ceil(wanted.length / levelsPerPage) || 1) - 1) * levelsPerPage
    const zones = await names.listZoneNames(tx)
    const credits = await readMonthCredits(tx, organisationId, chosen, month)
    const used = new Set<string>(all.map(({ zone }) => zone.id))
    return {
      month: toMonthView(month),
      periods: monthsUntil(ctx.now).map(({ period }) => period),
      projects: (await names.listProjectNames(tx)).filter(({ id }) =>
        all.some(({ project }) => project.id === id),
      ),
      zones: zones.filter(({ id }) => used.has(id)).map(({ code, name }) => ({ code, name })),
      total: groupOf(chosen, levelIn),
      creditCents: [...credits.values()].reduce((sum, { cents }) => sum + BigInt(cents), 0n).toString(),
      tightest: tightestOf([...levels.values()]),
      rows: wanted
        .slice(from, from + levelsPerPage)
        .map((each) => withDays(each, month, credits.get(each.subject.id))),
      count: wanted.length,
      byProject: [...groupedBy(chosen, ({ project }) => project.id).entries()].map(([id, group]) => ({
        id,
        name: group[0]?.project.name ?? '',
        ...groupOf(group, levelIn),
      })),
      byZone: await readZoneLevels(tx, month, ctx.now, (id) => used.has(id)),
      incidents: await readIncidentsOf(
        tx,
        chosen.map(({ subject }) => subject),
        month,
      ),
    }
  })
}

export const toMonthView = ({ period, from, to, isRunning }: MonthChoice): MonthView => ({
  period,
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
  isRunning,
})

/** The remaining share of the allowed downtime, between 0 and 1; negative when overspent. */
const leftShare = ({ budget }: LevelView) =>
  budget && budget.allowedMs > 0 ? budget.leftMs / budget.allowedMs : 1

/** By state, then by the smallest remaining budget, then by name. */
function compare(a: LevelView, b: LevelView): number {
  return (
    order.indexOf(a.state) - order.indexOf(b.state) ||
    leftShare(a) - leftShare(b) ||
    (a.name < b.name ? -1 : 1)
  )
}

/** Of the observed resources with an objective, the one with the smallest remaining budget. */
function tightestOf(levels: readonly LevelView[]): LevelView | null {
  const judged = levels.filter(({ budget, availabilityPpm }) => budget && availabilityPpm !== null)
  return judged.sort((a, b) => leftShare(a) - leftShare(b) || (a.name < b.name ? -1 : 1))[0] ?? null
}

function groupOf(
  group: readonly ResourceMonth[],
  levelIn: (each: ResourceMonth) => LevelView,
): Omit<GroupView, 'id' | 'name'> {
  const { availabilityPpm, downMs, unknownMs } = sumOf(group.map(({ availability }) => availability))
  const breached = group.filter((each) => levelIn(each).state === 'breached').length
  return { resources: group.length, breached, availabilityPpm, downMs, unknownMs }
}

/** Levels of whole zones, in display order. */
async function readZoneLevels(
  tx: Tx,
  month: MonthChoice,
  now: Date,
  isShown: (zoneId: string) => boolean,
): Promise<ZoneLevelView[]> {
  const subjects = (await listZoneSubjects(tx)).filter(({ id }) => isShown(id))
  const zones = new Map((await names.listZoneNames(tx)).map((zone) => [zone.id as string, zone]))
  return (await readAvailability(tx, { subjects, window: month, now })).map((measured) => {
    const { subject, availability, objectivePpm, window, isComplete } = measured
    const aheadMs = isComplete ? 0 : month.to - window.to
    return {
      id: subject.id,
      code: subject.name,
      name: zones.get(subject.id)?.name ?? subject.name,
      availabilityPpm: availability.availabilityPpm,
      objectivePpm,
      state: levelOf(availability, aheadMs, objectivePpm),
      downMs: availability.downMs,
      unknownMs: availability.unknownMs,
    }
  })
}
