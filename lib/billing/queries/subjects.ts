import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingProfiles, billingSellers } from '~/db/schema/billing/documents'
import { billedMonths, billingConcessions } from '~/db/schema/billing/runs'
import { bundles } from '~/db/schema/catalogue'
import { organisations, projects } from '~/db/schema/identity/identity'
import { sellingEntities } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'

export type SellerFacts = {
  entity: typeof sellingEntities.$inferSelect
  billing: typeof billingSellers.$inferSelect
}
export type OrganisationRow = typeof organisations.$inferSelect
export type ProfileRow = typeof billingProfiles.$inferSelect

/** The seller with its invoice details, or null while they are not configured. */
export async function findSeller(tx: Tx): Promise<SellerFacts | null> {
  const [row] = await tx
    .select({ entity: sellingEntities, billing: billingSellers })
    .from(sellingEntities)
    .innerJoin(billingSellers, eq(billingSellers.sellingEntityId, sellingEntities.id))
    .where(eq(sellingEntities.isDefault, true))
  return row ?? null
}

/** The default selling entity, with or without invoice details. */
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

/** Locks the billing profile, which serialises the billing of an organisation. */
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

/** Saves the invoice settings chosen by the organisation. */
export async function saveProfileChoice(
  tx: Tx,
  row: Pick<ProfileRow, 'organisationId' | 'grouping' | 'language' | 'updatedAt'>,
): Promise<void> {
  // Written out: the portal may write only these columns.
  await tx.execute(sql`
    insert into billing_profiles (organisation_id, grouping, language, updated_at)
    values (${row.organisationId}, ${row.grouping}, ${row.language}, ${row.updatedAt.toISOString()}::timestamptz)
    on conflict (organisation_id) do update
      set grouping = excluded.grouping, language = excluded.language, updated_at = excluded.updated_at`)
}

type StatedStatus = Pick<ProfileRow, 'organisationId' | 'vatStatus' | 'updatedAt'>

/** Saves the VAT status stated by the customer; returns false, unchanged, once the billing office has set it. */
export async function saveOwnVatStatus(tx: Tx, row: StatedStatus): Promise<boolean> {
  // Written out: the portal may write only these columns.
  const saved = await tx.execute(sql`
    insert into billing_profiles (organisation_id, vat_status, updated_at)
    values (${row.organisationId}, ${row.vatStatus}, ${row.updatedAt.toISOString()}::timestamptz)
    on conflict (organisation_id) do update set vat_status = excluded.vat_status, updated_at = excluded.updated_at
      where not billing_profiles.vat_status_by_office
    returning organisation_id`)
  return saved.length > 0
}

/** Saves the VAT status set by the billing office. */
export async function saveOfficeVatStatus(tx: Tx, row: StatedStatus): Promise<void> {
  const { organisationId: _key, ...said } = { ...row, vatStatusByOffice: true }
  await tx
    .insert(billingProfiles)
    .values({ ...row, ...said })
    .onConflictDoUpdate({ target: billingProfiles.organisationId, set: said })
}

/** A unique customer number. Customer codes may have gaps, so a sequence avoids a lock. */
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

/** Gestures and service credits that are agreed and not fully used, in order of agreement. */
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

/** Adds to the used amount of a concession; the full amount completes it. */
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
