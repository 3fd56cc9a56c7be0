import { and, asc, count, desc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingSellers } from '~/db/schema/billing/documents'
import { bankMovements, bankStatements, paymentAllocations } from '~/db/schema/billing/payments'
import { organisations, staffAccounts } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type StatementRow = typeof bankStatements.$inferSelect
export type MovementRow = typeof bankMovements.$inferSelect

/**
 * The seller with this account, and its number as configured; null for another account. French accounts are compared by
 * bank, branch and number, because not every format contains the RIB key.
 */
export async function findSellerByIban(tx: Tx, iban: string) {
  const declared = sql<string>`replace(${billingSellers.iban}, ' ', '')`
  const [row] = await tx
    .select({ sellingEntityId: billingSellers.sellingEntityId, iban: declared })
    .from(billingSellers)
    .where(
      sql`${declared} = ${iban} or (${iban} like 'FR%' and ${declared} like 'FR%' and substr(${declared}, 5, 21) = substr(${iban}, 5, 21))`,
    )
  return row ?? null
}

export async function findStatementOfFile(tx: Tx, fileSha256: string): Promise<StatementRow | null> {
  const [row] = await tx
    .select()
    .from(bankStatements)
    .where(eq(bankStatements.fileSha256, fileSha256))
    .limit(1)
  return row ?? null
}

/** False when this statement of the account is already stored. */
export async function insertStatement(tx: Tx, row: typeof bankStatements.$inferInsert): Promise<boolean> {
  const made = await tx
    .insert(bankStatements)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: bankStatements.id })
  return made.length === 1
}

/** The subset of these identities that an earlier statement of the account already contains. */
export async function findKnownIdentities(
  tx: Tx,
  iban: string,
  identities: readonly string[],
): Promise<Set<string>> {
  if (identities.length === 0) return new Set()
  const rows = await tx
    .select({ identity: bankMovements.identity })
    .from(bankMovements)
    .where(and(eq(bankMovements.iban, iban), inArray(bankMovements.identity, [...identities])))
  return new Set(rows.map(({ identity }) => identity))
}

/**
 * Serialises settlement until the transaction ends: ledger numbers are sequential anyway, and two transactions that
 * each lock an invoice of the other would deadlock.
 */
export async function lockSettling(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('settling', 0))`)
}

export async function insertMovements(
  tx: Tx,
  rows: readonly (typeof bankMovements.$inferInsert)[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += 500)
    await tx.insert(bankMovements).values(rows.slice(from, from + 500))
}

/** Locks the movement until the transaction ends. */
export async function lockMovement(tx: Tx, id: Id<'bankMovement'>): Promise<MovementRow | null> {
  const [row] = await tx.select().from(bankMovements).where(eq(bankMovements.id, id)).for('update')
  return row ?? null
}

export async function updateMovement(
  tx: Tx,
  id: Id<'bankMovement'>,
  set: Partial<MovementRow>,
): Promise<void> {
  await tx.update(bankMovements).set(set).where(eq(bankMovements.id, id))
}

export async function insertAllocations(
  tx: Tx,
  rows: (typeof paymentAllocations.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await tx.insert(paymentAllocations).values(rows)
}

/**
 * The closing balance of the previous statement of the account, when no statement ends with this one's opening balance.
 */
const brokenFrom = sql<string | null>`(
  select p.closing_cents::text from bank_statements p
  where p.iban = ${bankStatements.iban} and p.from_on < ${bankStatements.fromOn}
    and not exists (select 1 from bank_statements n
      where n.iban = ${bankStatements.iban} and n.id <> ${bankStatements.id}
        and n.from_on <= ${bankStatements.fromOn} and n.closing_cents = ${bankStatements.openingCents}
        and n.to_on >= (select max(l.to_on) from bank_statements l
          where l.iban = ${bankStatements.iban} and l.from_on < ${bankStatements.fromOn}))
  order by p.to_on desc, p.imported_at desc, p.id desc limit 1)`

export async function listStatements(tx: Tx, limit: number) {
  return tx
    .select({
      statement: bankStatements,
      importedBy: staffAccounts.fullName,
      brokenFromCents: brokenFrom,
      waiting: sql<number>`(select count(*)::int from bank_movements m where m.statement_id = ${bankStatements.id} and m.state = 'to_confirm')`,
    })
    .from(bankStatements)
    .leftJoin(staffAccounts, eq(staffAccounts.id, bankStatements.importedByStaffId))
    .orderBy(desc(bankStatements.importedAt), desc(bankStatements.id))
    .limit(limit)
}

/** Movements waiting for staff, oldest first. */
export async function listWaitingMovements(tx: Tx, limit: number): Promise<MovementRow[]> {
  return tx
    .select()
    .from(bankMovements)
    .where(eq(bankMovements.state, 'to_confirm'))
    .orderBy(asc(bankMovements.bookedOn), asc(bankMovements.id))
    .limit(limit)
}

/** Waiting movements that name one of these debit groups, in a dedicated field or in the text. */
export async function listWaitingOfDebits(tx: Tx, groups: readonly string[]): Promise<Id<'bankMovement'>[]> {
  if (groups.length === 0) return []
  const rows = await tx
    .select({ id: bankMovements.id })
    .from(bankMovements)
    .where(
      and(
        eq(bankMovements.state, 'to_confirm'),
        or(
          inArray(bankMovements.batchReference, [...groups]),
          inArray(bankMovements.endToEndId, [...groups]),
          ...groups.map((group) => sql`position(${group} in ${bankMovements.text}) > 0`),
        ),
      ),
    )
    .orderBy(asc(bankMovements.id))
  return rows.map(({ id }) => id)
}

export async function countWaitingMovements(tx: Tx): Promise<number> {
  const [row] = await tx
    .select({ rows: count() })
    .from(bankMovements)
    .where(eq(bankMovements.state, 'to_confirm'))
  return row?.rows ?? 0
}

/** Recent decisions, with the customer. */
export async function listDecidedMovements(tx: Tx, limit: number) {
  return tx
    .select({ movement: bankMovements, payer: organisations.legalName })
    .from(bankMovements)
    .leftJoin(organisations, eq(organisations.id, bankMovements.payerId))
    .where(inArray(bankMovements.state, ['matched', 'set_aside']))
    .orderBy(desc(bankMovements.bookedOn), desc(bankMovements.id))
    .limit(limit)
}

/** Allocations of these movements. */
export async function listAllocations(tx: Tx, movementIds: readonly Id<'bankMovement'>[]) {
  if (movementIds.length === 0) return []
  return tx
    .select()
    .from(paymentAllocations)
    .where(inArray(paymentAllocations.movementId, [...movementIds]))
    .orderBy(asc(paymentAllocations.createdAt), asc(paymentAllocations.id))
}

/** Allocations of a debit at its collection: to invoices, or to customer credit. */
export async function listAllocationsOfDebit(tx: Tx, directDebitId: Id<'directDebit'>) {
  return tx
    .select({
      movementId: paymentAllocations.movementId,
      documentId: paymentAllocations.documentId,
      cents: paymentAllocations.cents,
    })
    .from(paymentAllocations)
    .where(eq(paymentAllocations.directDebitId, directDebitId))
    .orderBy(asc(paymentAllocations.createdAt), asc(paymentAllocations.id))
}

/** Invoices paid since from the credit kept from a movement, latest first. */
export async function listInvoicesPaidFromCredit(
  tx: Tx,
  movementId: Id<'bankMovement'>,
  organisationId: Id<'organisation'>,
) {
  return tx
    .select({ documentId: paymentAllocations.documentId, cents: paymentAllocations.cents })
    .from(paymentAllocations)
    .where(
      and(
        eq(paymentAllocations.movementId, movementId),
        eq(paymentAllocations.organisationId, organisationId),
        isNull(paymentAllocations.directDebitId),
        isNotNull(paymentAllocations.documentId),
      ),
    )
    .orderBy(desc(paymentAllocations.createdAt), desc(paymentAllocations.id))
}

/** Net payments of an invoice by source, latest first. */
export async function listNetPayments(tx: Tx, documentId: Id<'invoice'>) {
  const { movementId, cardPaymentId, directDebitId } = paymentAllocations
  const cents = sql<string>`sum(${paymentAllocations.cents})`
  const rows = await tx
    .select({ movementId, cardPaymentId, directDebitId, cents })
    .from(paymentAllocations)
    .where(eq(paymentAllocations.documentId, documentId))
    .groupBy(movementId, cardPaymentId, directDebitId)
    .having(sql`${cents} > 0`)
    .orderBy(desc(sql`max(${paymentAllocations.createdAt})`), movementId, cardPaymentId, directDebitId)
  return rows.map((row) => ({ ...row, cents: BigInt(row.cents) }))
}

/** All allocations of a customer, latest first. */
export async function listAllocationsOf(tx: Tx, organisationId: Id<'organisation'>, limit: number) {
  return tx
    .select()
    .from(paymentAllocations)
    .where(eq(paymentAllocations.organisationId, organisationId))
    .orderBy(desc(paymentAllocations.occurredOn), desc(paymentAllocations.id))
    .limit(limit)
}

/** Credit kept from a movement or from a card payment: exactly one of the two ids is set. */
export type CreditRow = {
  movementId: Id<'bankMovement'> | null
  cardPaymentId: Id<'cardPayment'> | null
  cents: bigint
  occurredOn: string
}

/**
 * A customer's credit not allocated to an invoice, by source, oldest first. A repayment is a separate movement: it
 * reduces the oldest.
 */
export async function listCredits(tx: Tx, organisationId: Id<'organisation'>): Promise<CreditRow[]> {
  const rows = await tx.execute<Omit<CreditRow, 'cents'> & { cents: string }>(sql`
    with kept as (
      select movement_id, card_payment_id, sum(cents) as cents, min(occurred_on) as occurred_on from payment_allocations
      where organisation_id = ${organisationId} and document_id is null group by movement_id, card_payment_id
    ), given_back as (
      select coalesce(-sum(cents), 0) as cents from kept where cents < 0
    ), came as (
      select *, sum(cents) over (order by occurred_on, movement_id, card_payment_id) as through from kept where cents > 0
    )
    select movement_id as "movementId", card_payment_id as "cardPaymentId",
      least(came.cents, through - given_back.cents)::text as cents, occurred_on::text as "occurredOn"
    from came, given_back where through > given_back.cents order by occurred_on, movement_id, card_payment_id`)
  return rows.map((row) => ({ ...row, cents: BigInt(row.cents) }))
}
