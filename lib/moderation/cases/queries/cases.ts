import {
  and,
  asc,
  count,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, moderationEvents, organisations, staffAccounts } from '~/db/schema/identity/identity'
import { type CaseKind, type CaseOutcome, moderationCases } from '~/db/schema/moderation'
import type { Id } from '~/lib/kernel/ids'

export type CaseRow = typeof moderationCases.$inferSelect

/** Opens the case unless one about the same subject is open; returns whether it did. */
export async function insertCase(tx: Tx, row: typeof moderationCases.$inferInsert): Promise<boolean> {
  // Without `returning`: a member may open a case that it cannot read, of a project that it cannot see.
  const result = await tx.execute(sql`
    insert into ${moderationCases} (id, organisation_id, project_id, kind, subject_id, summary, state, assigned_staff_id, opened_at)
    values (${row.id}, ${row.organisationId}, ${row.projectId ?? null}, ${row.kind}, ${row.subjectId},
      ${JSON.stringify(row.summary)}::jsonb, ${row.state}, ${row.assignedStaffId ?? null}, ${row.openedAt.toISOString()}::timestamptz)
    on conflict (kind, subject_id) where state <> 'closed' do nothing`)
  return result.count === 1
}

/** Closes the open cases about this subject. Only the operator's role may set `answeredAt`. */
export async function closeCases(
  tx: Tx,
  subjectId: string,
  set: { outcome: CaseOutcome; closedAt: Date; answeredAt?: Date },
  kinds?: readonly CaseKind[],
): Promise<void> {
  const { answeredAt, ...rest } = set
  await tx
    .update(moderationCases)
    .set({
      ...rest,
      state: 'closed',
      heldUntil: null,
      ...(answeredAt && {
        answeredAt: sql`coalesce(${moderationCases.answeredAt}, ${answeredAt.toISOString()}::timestamptz)`,
      }),
    })
    .where(
      and(
        eq(moderationCases.subjectId, subjectId),
        ne(moderationCases.state, 'closed'),
        kinds ? inArray(moderationCases.kind, [...kinds]) : undefined,
      ),
    )
}

/** Returns the open case about this subject, otherwise the one closed last. */
export async function findCaseOf(
  tx: Tx,
  subjectId: string,
  kinds?: readonly CaseKind[],
): Promise<CaseRow | null> {
  const [row] = await tx
    .select()
    .from(moderationCases)
    .where(
      and(
        eq(moderationCases.subjectId, subjectId),
        kinds ? inArray(moderationCases.kind, [...kinds]) : undefined,
      ),
    )
    .orderBy(asc(sql`(${moderationCases.state} = 'closed')`), desc(moderationCases.openedAt))
    .limit(1)
  return row ?? null
}

export async function findCase(tx: Tx, id: Id<'moderationCase'>): Promise<CaseRow | null> {
  const [row] = await tx.select().from(moderationCases).where(eq(moderationCases.id, id))
  return row ?? null
}

/** Returns the case with a lock until the transaction ends, which serialises decisions. */
export async function lockCase(tx: Tx, id: Id<'moderationCase'>): Promise<CaseRow | null> {
  const [row] = await tx.select().from(moderationCases).where(eq(moderationCases.id, id)).for('update')
  return row ?? null
}

export async function updateCase(
  tx: Tx,
  id: Id<'moderationCase'>,
  set: Partial<typeof moderationCases.$inferInsert>,
): Promise<void> {
  await tx.update(moderationCases).set(set).where(eq(moderationCases.id, id))
}

/** `waiting`: for the operator. `held`: the operator needs longer. `asked`: for the applicant. */
export type QueuePart = 'waiting' | 'held' | 'asked'
export type QueueFilter = {
  part: QueuePart
  kind: CaseKind | null
  /** The assignee; `nobody` selects unassigned cases. */
  assigned: Id<'staff'> | 'nobody' | null
}

const isPast = (now: Date) => sql`${moderationCases.heldUntil} <= ${now.toISOString()}::timestamptz`

/** A case held until a past moment waits again. */
function inPart(part: QueuePart, now: Date): SQL | undefined {
  const { state } = moderationCases
  if (part === 'asked') return eq(state, 'asked')
  if (part === 'held') return and(eq(state, 'held'), sql`not ${isPast(now)}`)
  return or(eq(state, 'waiting'), and(eq(state, 'held'), isPast(now)))
}

function assignedTo(assigned: QueueFilter['assigned']): SQL | undefined {
  if (assigned === null) return undefined
  return assigned === 'nobody'
    ? isNull(moderationCases.assignedStaffId)
    : eq(moderationCases.assignedStaffId, assigned)
}

const entryColumns = {
  case: moderationCases,
  organisation: organisations.legalName,
  organisationKind: organisations.kind,
  assignedTo: staffAccounts.fullName,
}

/** The queue, longest wait first. */
export async function listCases(tx: Tx, filter: QueueFilter, now: Date, limit: number) {
  return tx
    .select(entryColumns)
    .from(moderationCases)
    .innerJoin(organisations, eq(organisations.id, moderationCases.organisationId))
    .leftJoin(staffAccounts, eq(staffAccounts.id, moderationCases.assignedStaffId))
    .where(
      and(
        inPart(filter.part, now),
        filter.kind ? eq(moderationCases.kind, filter.kind) : undefined,
        assignedTo(filter.assigned),
      ),
    )
    .orderBy(asc(moderationCases.openedAt), asc(moderationCases.id))
    .limit(limit)
}

/** One case as the list shows it. */
export async function findCaseEntry(tx: Tx, id: Id<'moderationCase'>) {
  const [row] = await tx
    .select(entryColumns)
    .from(moderationCases)
    .innerJoin(organisations, eq(organisations.id, moderationCases.organisationId))
    .leftJoin(staffAccounts, eq(staffAccounts.id, moderationCases.assignedStaffId))
    .where(eq(moderationCases.id, id))
  return row ?? null
}

/** The number of cases by kind and part, for all assignees. */
export async function countCases(tx: Tx, now: Date) {
  const part = sql<QueuePart>`case when ${moderationCases.state} = 'held' and ${isPast(now)} then 'waiting' else ${moderationCases.state} end`
  return tx
    .select({ part: part.as('part'), kind: moderationCases.kind, count: count() })
    .from(moderationCases)
    .where(ne(moderationCases.state, 'closed'))
    .groupBy(sql`part`, moderationCases.kind)
}

/** Waits for the operator that began since, with their answers; excludes cases withdrawn before an answer. */
export async function listMeasured(tx: Tx, since: Date, limit: number) {
  return tx
    .select({ openedAt: moderationCases.openedAt, answeredAt: moderationCases.answeredAt })
    .from(moderationCases)
    .where(
      and(
        gte(moderationCases.openedAt, since),
        or(
          isNotNull(moderationCases.answeredAt),
          ne(moderationCases.state, 'closed'),
          eq(moderationCases.outcome, 'expired'),
        ),
      ),
    )
    .orderBy(desc(moderationCases.openedAt))
    .limit(limit)
}

/** Staff who can be assigned a case. */
export async function listAssignable(tx: Tx) {
  return tx
    .select({ id: staffAccounts.id, name: staffAccounts.fullName })
    .from(staffAccounts)
    .where(
      and(
        isNull(staffAccounts.disabledAt),
        sql`${staffAccounts.roles} && array['moderator', 'administrator']::text[]`,
      ),
    )
    .orderBy(asc(staffAccounts.fullName), asc(staffAccounts.id))
}

/** Entries of all cases of these kinds about one subject, oldest first. */
export async function listCaseEvents(tx: Tx, subjectId: string, kinds: readonly CaseKind[]) {
  return tx
    .select({
      id: moderationEvents.id,
      kind: moderationEvents.kind,
      text: moderationEvents.text,
      staffId: moderationEvents.staffId,
      accountName: accounts.fullName,
      createdAt: moderationEvents.createdAt,
    })
    .from(moderationEvents)
    .innerJoin(moderationCases, eq(moderationCases.id, moderationEvents.caseId))
    .leftJoin(accounts, eq(accounts.id, moderationEvents.accountId))
    .where(and(eq(moderationCases.subjectId, subjectId), inArray(moderationCases.kind, [...kinds])))
    .orderBy(asc(moderationEvents.createdAt), asc(moderationEvents.id))
}

/** The applicant, for the answer. */
export async function findApplicant(tx: Tx, accountId: Id<'account'>) {
  const [row] = await tx
    .select({ email: accounts.email, fullName: accounts.fullName, locale: accounts.locale })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  return row ?? null
}
