import { type Tx, withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { listStaffNames } from '../organisations/queries/organisations'
import type { ThreadEntry } from '../organisations/views'
import { answerDue, measurePromise } from './promise'
import * as queries from './queries/cases'
import type { CaseCount, CaseEntry, CaseKind, QueuePart, WaitView } from './views'

const shownMax = 200
const measuredDays = 30
const measuredMax = 5_000

export type CaseQueue = {
  entries: CaseEntry[]
  /** Of every kind in every part, for all assignees. */
  counts: CaseCount[]
  staff: { id: Id<'staff'>; name: string }[]
  /** Waits of the last thirty days that were answered or due, and those answered in time. */
  promise: { measured: number; kept: number }
}

/** Lists the cases that wait for the operator or for applicants, longest wait first, with the record of the promise. */
export async function readCases(
  ctx: OpContext,
  filter: { part: QueuePart; kind: CaseKind | null; assigned: 'me' | 'nobody' | null },
): Promise<CaseQueue> {
  const staffId = authorizeStaff(ctx, 'moderation:read')
  const assigned = filter.assigned === 'me' ? staffId : filter.assigned
  const since = addSeconds(ctx.now, -measuredDays * 86_400)
  return withStaff(ctx, async (tx) => {
    const rows = await queries.listCases(tx, { ...filter, assigned }, ctx.now, shownMax)
    return {
      entries: rows.map((row) => toEntry(row, ctx.now)),
      counts: await queries.countCases(tx, ctx.now),
      staff: await queries.listAssignable(tx),
      promise: measurePromise(await queries.listMeasured(tx, since, measuredMax), ctx.now),
    }
  })
}

/** Returns the number of cases that wait for the operator now, for the navigation. */
export async function countWaitingCases(ctx: OpContext): Promise<number> {
  authorizeStaff(ctx, 'moderation:read')
  const counts = await withStaff(ctx, (tx) => queries.countCases(tx, ctx.now))
  return counts.filter(({ part }) => part === 'waiting').reduce((sum, each) => sum + each.count, 0)
}

/** Returns one case with its thread; null when there is none. */
export async function findCase(
  ctx: OpContext,
  caseId: Id<'moderationCase'>,
): Promise<{ entry: CaseEntry; thread: ThreadEntry[] } | null> {
  authorizeStaff(ctx, 'moderation:read')
  return withStaff(ctx, async (tx) => {
    const row = await queries.findCaseEntry(tx, caseId)
    if (!row) return null
    const events = await queries.listCaseEvents(tx, row.case.subjectId, [row.case.kind])
    const staff = await listStaffNames(
      tx,
      events.flatMap(({ staffId }) => staffId ?? []),
    )
    const names = new Map(staff.map((each) => [each.id, each.fullName]))
    return {
      entry: toEntry(row, ctx.now),
      thread: events.map(({ accountName, staffId, createdAt, ...event }) => ({
        ...event,
        actorName: accountName ?? (staffId ? (names.get(staffId) ?? null) : null),
        createdAt: createdAt.toISOString(),
      })),
    }
  })
}

/**
 * Returns the wait shown on the buyer's page: for the operator, or for an answer to the operator; null when there is
 * none.
 */
export async function readWait(
  tx: Tx,
  subjectId: string,
  kinds: readonly CaseKind[],
  now: Date,
): Promise<WaitView | null> {
  const row = await queries.findCaseOf(tx, subjectId, kinds)
  if (!row || row.state === 'closed') return null
  const isHeld = row.state === 'held' && row.heldUntil !== null && row.heldUntil > now
  const isAsked = row.state === 'asked'
  const until = isAsked ? null : isHeld ? row.heldUntil : answerDue(row.openedAt)
  const events = await queries.listCaseEvents(tx, subjectId, kinds)
  return {
    caseId: row.id,
    waitsFor: isAsked ? 'applicant' : 'operator',
    since: (isAsked ? (row.answeredAt ?? row.openedAt) : row.openedAt).toISOString(),
    until: until?.toISOString() ?? null,
    isHeld,
    // Moderators are anonymous on the customers' site.
    thread: events.map(({ accountName, staffId: _staffId, createdAt, ...event }) => ({
      ...event,
      actorName: accountName,
      createdAt: createdAt.toISOString(),
    })),
  }
}

type Row = Awaited<ReturnType<typeof queries.listCases>>[number]

function toEntry({ case: row, organisation, organisationKind, assignedTo }: Row, now: Date): CaseEntry {
  const dueAt = answerDue(row.openedAt)
  return {
    id: row.id,
    kind: row.kind,
    subjectId: row.subjectId,
    organisationId: row.organisationId,
    organisation,
    organisationKind,
    projectId: row.projectId,
    summary: row.summary,
    state: row.state,
    openedAt: row.openedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    isLate: row.answeredAt === null && row.state !== 'closed' && dueAt < now,
    heldUntil: row.heldUntil?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    outcome: row.outcome,
    assigned: row.assignedStaffId && assignedTo ? { id: row.assignedStaffId, name: assignedTo } : null,
  }
}
