import { type Tx, withOrganisation } from '~/db/client'
import { authorize, may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf, periodOf } from '~/lib/kernel/time/paris-month'
import type { Span } from '../availability/compute-availability'
import type { Transition } from '../availability/transitions'
import type { TimelineInput } from '../dashboard/schema'
import { stretchesOf } from '../evidence/stretches'
import { listSubjects } from '../measuring/list-subjects'
import { readAvailability } from '../measuring/read-availability'
import * as queries from '../queries/resource-events'
import { listResourceRows } from '../queries/subjects'
import { thinOut } from './thin-out'
import type { TimelineView } from './views'

/** Maximum number of drawn intervals; screens are narrower. */
const slots = 1_200
const listedMax = 200

/**
 * The events of a server or volume within half-open `[from, to)`: combined and per-vantage observations, exclusions,
 * incidents, announced work, its members' actions and its states.
 *
 * @throws DomainError `forbidden`, `not_found`
 */
export async function readTimeline(ctx: OpContext, input: TimelineInput): Promise<TimelineView> {
  authorize(ctx, 'instance:read')
  const span: Span = { from: input.from, to: input.to }
  const [from, to] = [new Date(span.from), new Date(span.to)]
  return withOrganisation(ctx, async (tx, organisationId) => {
    const [row] = await listResourceRows(tx, organisationId, [input.resourceId])
    if (!row) throw new DomainError('not_found')
    const subjects = await listSubjects(tx, organisationId, span, [row.id])
    const [measured] = await readAvailability(tx, { subjects, window: span, now: ctx.now })
    const drawn = (transitions: readonly Transition[]) =>
      measured ? stretchesOf(transitions, measured.window, []) : []
    const together = drawn(measured?.sight.transitions ?? [])
    const vantages = (measured?.sight.vantages ?? []).map(({ vantageId, kind, name, transitions }) => ({
      id: vantageId,
      kind,
      name,
      spans: drawn(transitions),
    }))
    const incidents = await queries.listIncidentsOf(tx, [row.id], from, to)
    const works = await queries.listWorksOf(tx, row.id, from, to)
    return {
      ...span,
      now: ctx.now.getTime(),
      together: thinOut(together, span, slots),
      vantages: vantages.map((each) => ({ ...each, spans: thinOut(each.spans, span, slots) })),
      isThinned: [together, ...vantages.map(({ spans }) => spans)].some(({ length }) => length > slots),
      exclusions: measured?.exclusions ?? [],
      incidents: incidents.map(({ fromAt, toAt, titleFr, titleEn, id, number, state, severity }) => ({
        id,
        number,
        state,
        severity,
        title: { fr: titleFr, en: titleEn },
        from: fromAt.getTime(),
        to: toAt?.getTime() ?? null,
      })),
      works: works.map(({ id, state, titleFr, titleEn, startsAt, endsAt, endedAt }) => ({
        id,
        state,
        title: { fr: titleFr, en: titleEn },
        from: startsAt.getTime(),
        to: (endedAt ?? endsAt).getTime(),
      })),
      credits: await readCredits(tx, row.id, span),
      actions: may(ctx, 'instance:history', row.projectId) ? await readActions(tx, row.id, from, to) : null,
      states: await readStates(tx, row.id, span, ctx.now),
    }
  })
}

/** Credits for the months that `span` overlaps. */
async function readCredits(tx: Tx, subjectId: string, { from, to }: Span) {
  const rows = await queries.listCreditsOf(tx, [subjectId], {
    fromPeriod: periodOf(new Date(from)),
    toPeriod: periodOf(new Date(to)),
  })
  return rows.map(({ period, cents }) => {
    const month = monthOf(period)
    return { period, cents: cents.toString(), from: month.from.getTime(), to: month.to.getTime() }
  })
}

async function readActions(tx: Tx, subjectId: string, from: Date, to: Date) {
  const rows = await queries.listActionsOn(tx, subjectId, from, to, listedMax)
  return rows.map(({ id, event, by, at }) => ({ id, event, by, at: at.getTime() }))
}

/** Its states as intervals within `span`, up to now. */
async function readStates(tx: Tx, subjectId: string, span: Span, now: Date) {
  const until = Math.min(span.to, now.getTime())
  const rows = await queries.listStatesOf(tx, subjectId, new Date(until), listedMax)
  return rows
    .map(({ state, at }, index) => ({
      state,
      from: Math.max(span.from, at.getTime()),
      to: Math.min(until, rows[index + 1]?.at.getTime() ?? until),
    }))
    .filter(({ from, to }) => from < to)
}
