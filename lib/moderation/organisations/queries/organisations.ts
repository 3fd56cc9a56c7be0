import { and, asc, count, desc, eq, gte, ilike, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import {
  accounts,
  moderationEvents,
  organisations,
  projects,
  staffAccounts,
} from '~/db/schema/identity/identity'
import { quotas } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'
import type { OrganisationState } from '~/lib/kernel/op-context'
import type { QuotaResource } from '~/lib/kernel/quota-resources'
import { containing } from '~/lib/kernel/text/escape'

/**
 * The thread of the application, oldest first. Staff appear by id only: customers' roles may not read the staff
 * directory.
 */
export async function listModerationEvents(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({
      id: moderationEvents.id,
      kind: moderationEvents.kind,
      text: moderationEvents.text,
      staffId: moderationEvents.staffId,
      accountId: moderationEvents.accountId,
      accountName: accounts.fullName,
      createdAt: moderationEvents.createdAt,
    })
    .from(moderationEvents)
    .leftJoin(accounts, eq(accounts.id, moderationEvents.accountId))
    .where(and(eq(moderationEvents.organisationId, organisationId), isNull(moderationEvents.caseId)))
    .orderBy(asc(moderationEvents.createdAt), asc(moderationEvents.id))
}

const queueColumns = {
  id: organisations.id,
  legalName: organisations.legalName,
  kind: organisations.kind,
  state: organisations.state,
  siren: organisations.siren,
  siret: organisations.siret,
  vatNumber: organisations.vatNumber,
  legalFormLabel: organisations.legalFormLabel,
  directoryStatus: organisations.directoryStatus,
  submittedAt: organisations.submittedAt,
}

/** Other organisations of the same legal unit, in any state. */
export async function listSameSiren(tx: Tx, organisationId: Id<'organisation'>, siren: string) {
  return tx
    .select(queueColumns)
    .from(organisations)
    .where(and(eq(organisations.siren, siren), ne(organisations.id, organisationId)))
    .orderBy(desc(organisations.createdAt), asc(organisations.id))
    .limit(20)
}

export async function insertQuotas(
  tx: Tx,
  organisationId: Id<'organisation'>,
  limits: Readonly<Record<QuotaResource, number>>,
): Promise<void> {
  const owned = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.organisationId, organisationId))
  const rows = owned.flatMap((project) =>
    Object.entries(limits).map(([resource, limit]) => ({
      organisationId,
      projectId: project.id,
      resource: resource as QuotaResource,
      limit,
    })),
  )
  if (rows.length > 0) await tx.insert(quotas).values(rows).onConflictDoNothing()
}

/** Staff who decide, to be notified about a case. */
export async function listModerators(tx: Tx) {
  return tx
    .select({ email: staffAccounts.email, fullName: staffAccounts.fullName, locale: staffAccounts.locale })
    .from(staffAccounts)
    .where(and(isNull(staffAccounts.disabledAt), sql`'moderator' = any(${staffAccounts.roles})`))
    .orderBy(asc(staffAccounts.email))
}

export type OrganisationFilter = { text: string | null; state: OrganisationState | null }

function matching({ text, state }: OrganisationFilter) {
  const pattern = text ? containing(text) : null
  const digits = text?.replace(/\s/g, '') ?? ''
  return and(
    isNotNull(organisations.id),
    state ? eq(organisations.state, state) : undefined,
    pattern
      ? or(
          ilike(organisations.legalName, pattern),
          eq(organisations.siren, digits),
          eq(organisations.siret, digits),
          eq(organisations.vatNumber, digits.toUpperCase()),
        )
      : undefined,
  )
}

const organisationOrders = {
  name: organisations.legalName,
  state: organisations.state,
  submitted: organisations.submittedAt,
} as const
export type OrganisationOrder = keyof typeof organisationOrders

export async function listOrganisations(
  tx: Tx,
  filter: OrganisationFilter,
  page: { order: OrganisationOrder; direction: 'asc' | 'desc'; limit: number; offset: number },
) {
  const column = organisationOrders[page.order]
  return tx
    .select(queueColumns)
    .from(organisations)
    .where(matching(filter))
    .orderBy(page.direction === 'asc' ? asc(column) : desc(column), asc(organisations.id))
    .limit(page.limit)
    .offset(page.offset)
}

export async function countOrganisations(tx: Tx, filter: OrganisationFilter): Promise<number> {
  const [row] = await tx.select({ total: count() }).from(organisations).where(matching(filter))
  return row?.total ?? 0
}

/** Staff names by id, for the operator's own pages. */
export async function listStaffNames(tx: Tx, ids: readonly Id<'staff'>[]) {
  if (ids.length === 0) return []
  return tx
    .select({ id: staffAccounts.id, fullName: staffAccounts.fullName })
    .from(staffAccounts)
    .where(inArray(staffAccounts.id, [...ids]))
}

/** Organisations accepted since then, by the rule and by people. */
export async function countAccepted(tx: Tx, since: Date) {
  return tx
    .select({ kind: moderationEvents.kind, count: count() })
    .from(moderationEvents)
    .where(
      and(
        isNull(moderationEvents.caseId),
        inArray(moderationEvents.kind, ['accepted', 'accepted_by_rule', 'refused']),
        gte(moderationEvents.createdAt, since),
      ),
    )
    .groupBy(moderationEvents.kind)
}
