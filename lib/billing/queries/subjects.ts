import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingProfiles, billingSellers } from '~/db/schema/billing-documents'
import { billedMonths, billingConcessions } from '~/db/schema/billing-runs'
import { bundles } from '~/db/schema/catalogue'
import { organisations, projects } from '~/db/schema/identity'
import { sellingEntities } from '~/db/schema/ordering'
import type { Id } from '~/lib/kernel/ids'

export type SellerFacts = {
  entity: typeof sellingEntities.$inferSelect
  billing: typeof billingSellers.$inferSelect
}
export type OrganisationRow = typeof organisations.$inferSelect
export type ProfileRow = typeof billingProfiles.$inferSelect

/** Who sells here with what it prints on invoices, or null while that is not declared. */
export async function findSeller(tx: Tx): Promise<SellerFacts | null> {
  const [row] = await tx
    .select({ entity: sellingEntities, billing: billingSellers })
    .from(sellingEntities)
    .innerJoin(billingSellers, eq(billingSellers.sellingEntityId, sellingEntities.id))
    .where(eq(sellingEntities.isDefault, true))
  return row ?? null
}

/** The default selling entity, whether or not its invoices are set up. */
export async function findSellingEntity(tx: Tx) {
  const [row] = await tx.select().from(sellingEntities).where(eq(sellingEntities.isDefault, true))
  return row ?? null
}

export async function saveSeller(tx: Tx, row: typeof billingSellers.$inferInsert): Promise<void> {
  const { sellingEntityId: _key, ...facts } = row
  await tx
    .insert(billingSellers)
    .values(row)
    .onConflictDoUpdate({ target: billingSellers.sellingEntityId, set: facts })
}

export async function getOrganisation(tx: Tx, id: Id<'organisation'>): Promise<OrganisationRow | null> {
  const [row] = await tx.select().from(organisations).where(eq(organisations.id, id))
  return row ?? null
}

/** The profile, locked: whoever bills an organisation waits for whoever else does. */
export async function lockProfile(
  tx: Tx,
  fresh: Pick<ProfileRow, 'organisationId' | 'updatedAt'>,
): Promise<ProfileRow> {
  await tx.insert(billingProfiles).values(fresh).onConflictDoNothing()
  const [row] = await tx
    .select()
    .from(billingProfiles)
    .where(eq(billingProfiles.organisationId, fresh.organisationId))
    .for('update')
  if (!row) throw new Error('a profile that was just made is gone')
  return row
}

export async function findProfile(tx: Tx, id: Id<'organisation'>): Promise<ProfileRow | null> {
  const [row] = await tx.select().from(billingProfiles).where(eq(billingProfiles.organisationId, id))
  return row ?? null
}

/** What the organisation itself decides of its invoices. */
export async function saveProfileChoice(
  tx: Tx,
  row: Pick<ProfileRow, 'organisationId' | 'grouping' | 'language' | 'updatedAt'>,
): Promise<void> {
  // Written out: the portal may name these columns and no others.
  await tx.execute(sql`
    insert into billing_profiles (organisation_id, grouping, language, updated_at)
    values (${row.organisationId}, ${row.grouping}, ${row.language}, ${row.updatedAt.toISOString()}::timestamptz)
    on conflict (organisation_id) do update
      set grouping = excluded.grouping, language = excluded.language, updated_at = excluded.updated_at`)
}

type StatedStatus = Pick<ProfileRow, 'organisationId' | 'vatStatus' | 'updatedAt'>

/** Whether a customer is a taxable person, as it says itself; false, and unchanged, once the billing office has said it. */
export async function saveOwnVatStatus(tx: Tx, row: StatedStatus): Promise<boolean> {
  // Written out: the portal may name these columns and no others.
  const saved = await tx.execute(sql`
    insert into billing_profiles (organisation_id, vat_status, updated_at)
    values (${row.organisationId}, ${row.vatStatus}, ${row.updatedAt.toISOString()}::timestamptz)
    on conflict (organisation_id) do update set vat_status = excluded.vat_status, updated_at = excluded.updated_at
      where not billing_profiles.vat_status_by_office
    returning organisation_id`)
  return saved.length > 0
}

/** The same, as the billing office says. */
export async function saveVatStatusOfOffice(tx: Tx, row: StatedStatus): Promise<void> {
  const { organisationId: _key, ...said } = { ...row, vatStatusByOffice: true }
  await tx
    .insert(billingProfiles)
    .values({ ...row, ...said })
    .onConflictDoUpdate({ target: billingProfiles.organisationId, set: said })
}

/** A number that nobody else has. Codes of customers may leave gaps: nobody waits for whoever takes one. */
export async function takeCustomerNumber(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ number: number }>(sql`select nextval('customer_numbers')::int as number`)
  if (!row) throw new Error('a sequence answered nothing')
  return row.number
}

export async function beginProfile(
  tx: Tx,
  id: Id<'organisation'>,
  first: Partial<Pick<ProfileRow, 'customerCode' | 'paymentDays' | 'paymentMethod'>>,
): Promise<void> {
  await tx.update(billingProfiles).set(first).where(eq(billingProfiles.organisationId, id))
}

export async function listProjects(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({ id: projects.id, name: projects.name, costCentre: projects.costCentre, tags: projects.tags })
    .from(projects)
    .where(eq(projects.organisationId, organisationId))
}

/** The names of all bundles by id. */
export async function listBundleNames(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.select({ id: bundles.id, name: bundles.name }).from(bundles)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export async function findBilledMonth(tx: Tx, organisationId: Id<'organisation'>, period: string) {
  const [row] = await tx
    .select()
    .from(billedMonths)
    .where(and(eq(billedMonths.organisationId, organisationId), eq(billedMonths.period, period)))
  return row ?? null
}

export async function insertBilledMonth(tx: Tx, row: typeof billedMonths.$inferInsert): Promise<void> {
  await tx.insert(billedMonths).values(row)
}

/** Gestures and service credits that were agreed and not wholly taken off yet, the first agreed first. */
export async function listSpendableConcessions(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select()
    .from(billingConcessions)
    .where(
      and(
        eq(billingConcessions.organisationId, organisationId),
        inArray(billingConcessions.kind, ['gesture', 'service_credit']),
        eq(billingConcessions.state, 'agreed'),
        lt(billingConcessions.usedCents, billingConcessions.netCents),
      ),
    )
    .orderBy(billingConcessions.decidedAt, billingConcessions.id)
}

/** This much more of a concession has been given; the whole of it carries it out. */
export async function spendConcession(
  tx: Tx,
  id: Id<'concession'>,
  cents: bigint,
  documentId: Id<'invoice'>,
): Promise<void> {
  await tx
    .update(billingConcessions)
    .set({
      usedCents: sql`used_cents + ${cents.toString()}::bigint`,
      outcomeDocumentId: documentId,
      state: sql`case when used_cents + ${cents.toString()}::bigint = net_cents then 'carried_out' else state end`,
    })
    .where(eq(billingConcessions.id, id))
}
