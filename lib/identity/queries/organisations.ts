import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, organisationMembers, organisations, projects } from '~/db/schema/identity/identity'
import { projectRoles } from '~/db/schema/identity/rights'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, OrganisationState } from '~/lib/kernel/op-context'

export type OrganisationRow = typeof organisations.$inferSelect
export type NewOrganisation = typeof organisations.$inferInsert

export type TakenIdentifier = {
  id: Id<'organisation'>
  kind: OrganisationRow['kind']
  state: OrganisationState
  legalName: string
  siren: string | null
  siret: string | null
  vatNumber: string | null
}

/** Organisations with one of these identifiers, the same SIRET first; excludes ended ones. */
export async function findByIdentifier(
  tx: Tx,
  wanted: { siren: string | null; siret: string | null; vatNumber: string | null },
): Promise<TakenIdentifier[]> {
  const rows = await tx.execute<TakenIdentifier>(
    sql`select id, kind, state, legal_name as "legalName", siren, siret, vat_number as "vatNumber"
        from app.find_organisation(${wanted.siren}::text, ${wanted.siret}::text, ${wanted.vatNumber}::text)`,
  )
  return [...rows]
}

export async function insertOrganisation(tx: Tx, row: NewOrganisation): Promise<void> {
  await tx.insert(organisations).values(row)
}

export async function insertMember(tx: Tx, row: typeof organisationMembers.$inferInsert): Promise<void> {
  await tx.insert(organisationMembers).values(row)
}

export async function insertProject(tx: Tx, row: typeof projects.$inferInsert): Promise<void> {
  await tx.insert(projects).values(row)
}

export async function findOrganisation(tx: Tx, id: Id<'organisation'>): Promise<OrganisationRow | null> {
  const [row] = await tx.select().from(organisations).where(eq(organisations.id, id))
  return row ?? null
}

/** Returns the row with a lock until the transaction ends, which serialises decisions and changes of membership. */
export async function lockOrganisation(tx: Tx, id: Id<'organisation'>): Promise<OrganisationRow | null> {
  const [row] = await tx.select().from(organisations).where(eq(organisations.id, id)).for('update')
  return row ?? null
}

/** Updates the organisation if it is still in one of `from`; false when it is not. */
export async function updateOrganisationIn(
  tx: Tx,
  id: Id<'organisation'>,
  from: readonly OrganisationState[],
  set: Partial<NewOrganisation>,
): Promise<boolean> {
  const changed = await tx
    .update(organisations)
    .set(set)
    .where(and(eq(organisations.id, id), inArray(organisations.state, [...from])))
    .returning({ id: organisations.id })
  return changed.length === 1
}

export type Contact = {
  memberId: Id<'member'>
  accountId: Id<'account'>
  fullName: string
  email: string
  locale: 'fr' | 'en'
  emailVerifiedAt: Date | null
}

/** The organisation's owners, the first one first. */
export async function listOwners(tx: Tx, organisationId: Id<'organisation'>): Promise<Contact[]> {
  return listContacts(tx, organisationId, ['owner'])
}

/** Members with one of these roles, the first one first. */
export async function listContacts(
  tx: Tx,
  organisationId: Id<'organisation'>,
  roles: readonly MemberRole[],
): Promise<Contact[]> {
  return tx
    .select({
      memberId: organisationMembers.id,
      accountId: accounts.id,
      fullName: accounts.fullName,
      email: accounts.email,
      locale: accounts.locale,
      emailVerifiedAt: accounts.emailVerifiedAt,
    })
    .from(organisationMembers)
    .innerJoin(accounts, eq(accounts.id, organisationMembers.accountId))
    .where(
      and(
        eq(organisationMembers.organisationId, organisationId),
        inArray(organisationMembers.role, [...roles]),
        isNull(organisationMembers.removedAt),
      ),
    )
    .orderBy(asc(organisationMembers.createdAt), asc(organisationMembers.id))
}

/** A person with one of the requested roles: in the organisation (`projectIds` null), or only in these projects. */
export type ProjectContact = Contact & { projectIds: Id<'project'>[] | null; isGuest: boolean }

/** Members with one of these roles, in the organisation or in a project, the first one first. */
export async function listProjectContacts(
  tx: Tx,
  organisationId: Id<'organisation'>,
  roles: readonly MemberRole[],
): Promise<ProjectContact[]> {
  const inRole = inArray(organisationMembers.role, [...roles])
  const given = sql`select r.project_id from ${projectRoles} r
    where r.member_id = ${organisationMembers.id} and r.role in ${[...roles]} order by r.project_id`
  return tx
    .select({
      memberId: organisationMembers.id,
      accountId: accounts.id,
      fullName: accounts.fullName,
      email: accounts.email,
      locale: accounts.locale,
      emailVerifiedAt: accounts.emailVerifiedAt,
      projectIds: sql<Id<'project'>[] | null>`case when ${inRole} then null else array(${given}) end`,
      isGuest: sql<boolean>`${organisationMembers.role} = 'guest'`,
    })
    .from(organisationMembers)
    .innerJoin(accounts, eq(accounts.id, organisationMembers.accountId))
    .where(
      and(
        eq(organisationMembers.organisationId, organisationId),
        or(inRole, sql`exists (${given})`),
        isNull(organisationMembers.removedAt),
      ),
    )
    .orderBy(asc(organisationMembers.createdAt), asc(organisationMembers.id))
}

export async function findDefaultProject(tx: Tx, organisationId: Id<'organisation'>) {
  const [row] = await tx
    .select({ id: projects.id, name: projects.name })
    .from(projects)
    .where(and(eq(projects.organisationId, organisationId), eq(projects.isDefault, true)))
  return row ?? null
}
