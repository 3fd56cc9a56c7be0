import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingProfiles, billingSellers } from '~/db/schema/billing/documents'
import { creditors, mandates } from '~/db/schema/billing/payments'
import { accounts, organisations } from '~/db/schema/identity/identity'
import { sellingEntities } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'

// Excludes the sealed account number, which the customer site cannot read.
const facts = {
  id: mandates.id,
  organisationId: mandates.organisationId,
  reference: mandates.reference,
  scheme: mandates.scheme,
  state: mandates.state,
  ibanMasked: mandates.ibanMasked,
  bic: mandates.bic,
  holderName: mandates.holderName,
  holderAddress: mandates.holderAddress,
  signedAt: mandates.signedAt,
  revokedAt: mandates.revokedAt,
}

/** The collecting seller with its creditor identifier and notice period; null without account or identifier. */
export async function findCreditor(tx: Tx) {
  const [row] = await tx
    .select({
      sellingEntityId: sellingEntities.id,
      name: billingSellers.accountHolder,
      iban: billingSellers.iban,
      bic: billingSellers.bic,
      identifier: creditors.creditorIdentifier,
      noticeDays: creditors.noticeDays,
      address: sellingEntities.address,
    })
    .from(creditors)
    .innerJoin(sellingEntities, eq(sellingEntities.id, creditors.sellingEntityId))
    .innerJoin(billingSellers, eq(billingSellers.sellingEntityId, creditors.sellingEntityId))
    .where(eq(sellingEntities.isDefault, true))
  return row ?? null
}

/** The account for customers' transfers; null while the seller has none. */
export async function findBankAccount(tx: Tx) {
  const [row] = await tx
    .select({ iban: billingSellers.iban, bic: billingSellers.bic, holder: billingSellers.accountHolder })
    .from(billingSellers)
    .innerJoin(sellingEntities, eq(sellingEntities.id, billingSellers.sellingEntityId))
    .where(eq(sellingEntities.isDefault, true))
  return row ?? null
}

/** The seller, once its account is configured. */
export async function findDefaultSeller(tx: Tx): Promise<Id<'sellingEntity'> | null> {
  const [row] = await tx
    .select({ id: billingSellers.sellingEntityId })
    .from(billingSellers)
    .innerJoin(sellingEntities, eq(sellingEntities.id, billingSellers.sellingEntityId))
    .where(eq(sellingEntities.isDefault, true))
  return row?.id ?? null
}

/** The creditor identity of this seller; null while it is not configured. */
export async function findCreditorOf(tx: Tx, sellingEntityId: Id<'sellingEntity'>) {
  const [row] = await tx
    .select({ identifier: creditors.creditorIdentifier, noticeDays: creditors.noticeDays })
    .from(creditors)
    .where(eq(creditors.sellingEntityId, sellingEntityId))
  return row ?? null
}

export async function upsertCreditor(tx: Tx, row: typeof creditors.$inferInsert): Promise<void> {
  const { sellingEntityId: _, ...set } = row
  await tx.insert(creditors).values(row).onConflictDoUpdate({ target: creditors.sellingEntityId, set })
}

export async function insertMandate(tx: Tx, row: typeof mandates.$inferInsert): Promise<void> {
  await tx.insert(mandates).values(row)
}

/** The mandates of an organisation with their signers, latest first. */
export async function listMandates(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({ ...facts, signedBy: accounts.fullName })
    .from(mandates)
    .leftJoin(accounts, eq(accounts.id, mandates.signedByAccountId))
    .where(eq(mandates.organisationId, organisationId))
    .orderBy(desc(mandates.signedAt), desc(mandates.id))
}

/** Locks the mandate in force: it cannot be revoked until the transaction ends. */
export async function lockActiveMandate(tx: Tx, organisationId: Id<'organisation'>) {
  const [row] = await tx
    .select(facts)
    .from(mandates)
    .where(and(eq(mandates.organisationId, organisationId), eq(mandates.state, 'active')))
    .for('no key update')
  return row ?? null
}

/** Locks these mandates in id order, including their sealed account numbers. */
export async function lockMandates(tx: Tx, ids: readonly Id<'mandate'>[]) {
  if (ids.length === 0) return []
  return tx
    .select()
    .from(mandates)
    .where(inArray(mandates.id, [...ids]))
    .orderBy(mandates.id)
    .for('no key update')
}

export async function revokeMandate(tx: Tx, id: Id<'mandate'>, at: Date): Promise<void> {
  await tx.update(mandates).set({ state: 'revoked', revokedAt: at }).where(eq(mandates.id, id))
}

export async function setFirstCollected(tx: Tx, ids: readonly Id<'mandate'>[], on: string): Promise<void> {
  if (ids.length > 0)
    await tx
      .update(mandates)
      .set({ firstCollectedOn: on })
      .where(inArray(mandates.id, [...ids]))
}

/** The payment method of an organisation; transfer by default. */
export async function findPayer(tx: Tx, organisationId: Id<'organisation'>) {
  const [row] = await tx
    .select({
      kind: organisations.kind,
      legalFormCode: organisations.legalFormCode,
      legalName: organisations.legalName,
      legalAddress: organisations.legalAddress,
      billingContactName: organisations.billingContactName,
      billingContactEmail: organisations.billingContactEmail,
      method: billingProfiles.paymentMethod,
      language: billingProfiles.language,
    })
    .from(organisations)
    .leftJoin(billingProfiles, eq(billingProfiles.organisationId, organisations.id))
    .where(eq(organisations.id, organisationId))
  return row ?? null
}

export type PaymentMethod = NonNullable<NonNullable<Awaited<ReturnType<typeof findPayer>>>['method']>

/** Sets the payment method of the organisation; `mandateReference` only with direct debit. */
export async function setPaymentMethod(
  tx: Tx,
  organisationId: Id<'organisation'>,
  paymentMethod: PaymentMethod,
  mandateReference: string | null,
  updatedAt: Date,
): Promise<void> {
  // The customer site may write only these columns; the query builder would name them all.
  await tx.execute(sql`
    insert into billing_profiles (organisation_id, payment_method, mandate_reference, updated_at)
    values (${organisationId}, ${paymentMethod}, ${mandateReference}, ${updatedAt.toISOString()}::timestamptz)
    on conflict (organisation_id) do update set payment_method = excluded.payment_method,
      mandate_reference = excluded.mandate_reference, updated_at = excluded.updated_at`)
}
