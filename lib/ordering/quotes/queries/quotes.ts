import { and, count, desc, eq, getTableColumns, gt, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundleName } from '~/db/expressions/bundle-name'
import { bundles, priceVersions, zones } from '~/db/schema/catalogue'
import { accounts, organisations, projects } from '~/db/schema/identity/identity'
import { heldOrders } from '~/db/schema/ordering/buying'
import { orderLines, orders } from '~/db/schema/ordering/ordering'
import { quoteCodes, quoteSignatures, quotes } from '~/db/schema/ordering/quotes'
import type { Id } from '~/lib/kernel/ids'

export async function insertQuote(tx: Tx, row: typeof quotes.$inferInsert): Promise<void> {
  await tx.insert(quotes).values(row)
}

// Without the document, which may be large, for lists and pages.
const facts = {
  id: quotes.id,
  organisationId: quotes.organisationId,
  orderId: quotes.orderId,
  number: quotes.number,
  version: quotes.version,
  documentHash: quotes.documentHash,
  validUntil: quotes.validUntil,
  hasLink: sql<boolean>`${quotes.linkSecretHash} is not null`,
  createdAt: quotes.createdAt,
}

const joined = (tx: Tx) =>
  tx
    .select({
      quote: facts,
      order: orders,
      project: projects.name,
      createdBy: accounts.fullName,
      signature: quoteSignatures,
      isInReview: sql<boolean>`coalesce('operator' = any(${heldOrders.reasons}), false)`,
    })
    .from(quotes)
    .innerJoin(orders, eq(orders.id, quotes.orderId))
    .innerJoin(projects, eq(projects.id, orders.projectId))
    .innerJoin(accounts, eq(accounts.id, quotes.createdByAccountId))
    .leftJoin(heldOrders, eq(heldOrders.orderId, quotes.orderId))
    .leftJoin(quoteSignatures, eq(quoteSignatures.quoteId, quotes.id))

export type QuoteRow = Awaited<ReturnType<typeof listQuotes>>[number]

/** Latest first, at most `limit`. */
export async function listQuotes(tx: Tx, organisationId: Id<'organisation'>, limit: number) {
  return joined(tx)
    .where(eq(quotes.organisationId, organisationId))
    .orderBy(desc(quotes.createdAt), desc(quotes.number), desc(quotes.version))
    .limit(limit)
}

export async function findQuote(tx: Tx, id: Id<'quote'>): Promise<QuoteRow | null> {
  const [row] = await joined(tx).where(eq(quotes.id, id))
  return row ?? null
}

/** Id, number and version of this order's quote. */
export async function findQuoteOf(tx: Tx, orderId: Id<'order'>) {
  const [row] = await tx
    .select({ id: quotes.id, number: quotes.number, version: quotes.version })
    .from(quotes)
    .where(eq(quotes.orderId, orderId))
  return row ?? null
}

/** Id, number and order of the quotes of these orders. */
export async function listQuotesOf(tx: Tx, orderIds: readonly Id<'order'>[]) {
  if (orderIds.length === 0) return []
  return tx
    .select({ id: quotes.id, number: quotes.number, orderId: quotes.orderId })
    .from(quotes)
    .where(inArray(quotes.orderId, [...orderIds]))
}

/** The latest version of a quote after this one. */
export async function findLaterVersion(tx: Tx, number: string, version: number) {
  const [row] = await tx
    .select({ id: quotes.id, version: quotes.version })
    .from(quotes)
    .where(and(eq(quotes.number, number), gt(quotes.version, version)))
    .orderBy(desc(quotes.version))
    .limit(1)
  return row ?? null
}

/** How many quotes of the organisation hold capacity. */
export async function countOpenQuotes(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  const [row] = await tx
    .select({ open: count() })
    .from(quotes)
    .innerJoin(orders, eq(orders.id, quotes.orderId))
    .where(and(eq(quotes.organisationId, organisationId), eq(orders.state, 'held')))
  return row?.open ?? 0
}

export async function readQuoteDocument(tx: Tx, id: Id<'quote'>): Promise<Uint8Array | null> {
  const [row] = await tx.select({ document: quotes.document }).from(quotes).where(eq(quotes.id, id))
  return row?.document ?? null
}

export async function listQuotedLines(tx: Tx, orderId: Id<'order'>) {
  return tx
    .select({ line: orderLines, bundle: { ...getTableColumns(bundles), name: bundleName }, zone: zones })
    .from(orderLines)
    .innerJoin(bundles, eq(bundles.id, orderLines.bundleId))
    .innerJoin(zones, eq(zones.id, orderLines.zoneId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(orderLines.position)
}

/** The amounts of these prices, in micro-cents an hour. */
export async function listPricesByIds(
  tx: Tx,
  ids: Id<'priceVersion'>[],
): Promise<ReadonlyMap<string, bigint>> {
  if (ids.length === 0) return new Map()
  const { id, microCentsPerHour } = priceVersions
  const rows = await tx.select({ id, microCentsPerHour }).from(priceVersions).where(inArray(id, ids))
  return new Map(rows.map((row) => [row.id, row.microCentsPerHour]))
}

/** The buyer as printed on a quote, with the names of its projects. */
export async function findQuoteBuyer(tx: Tx, organisationId: Id<'organisation'>) {
  const [buyer] = await tx
    .select({
      kind: organisations.kind,
      legalName: organisations.legalName,
      siren: organisations.siren,
      siret: organisations.siret,
      vatNumber: organisations.vatNumber,
      legalAddress: organisations.legalAddress,
    })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  if (!buyer) return null
  const named = await tx
    .select({ id: projects.id, name: projects.name })
    .from(projects)
    .where(eq(projects.organisationId, organisationId))
  return { ...buyer, projects: named }
}

/** The signer, as a mail recipient. */
export async function findSigner(tx: Tx, accountId: Id<'account'>) {
  const [row] = await tx
    .select({ email: accounts.email, fullName: accounts.fullName, locale: accounts.locale })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  return row ?? null
}

export async function setQuoteLink(tx: Tx, id: Id<'quote'>, linkSecretHash: string): Promise<void> {
  await tx.update(quotes).set({ linkSecretHash }).where(eq(quotes.id, id))
}

/** Replaces the previous code and resets its tries. */
export async function putQuoteCode(
  tx: Tx,
  row: Omit<typeof quoteCodes.$inferInsert, 'tries'>,
): Promise<void> {
  const { codeHash, expiresAt } = row
  await tx
    .insert(quoteCodes)
    .values(row)
    .onConflictDoUpdate({
      target: [quoteCodes.quoteId, quoteCodes.accountId],
      set: { codeHash, expiresAt, tries: 0 },
    })
}

/** Counts one try of the person's code and returns the hash to compare; null when no try is left. */
export async function tryQuoteCode(
  tx: Tx,
  of: { quoteId: Id<'quote'>; accountId: Id<'account'>; now: Date; triesMax: number },
): Promise<string | null> {
  const [row] = await tx
    .update(quoteCodes)
    .set({ tries: sql`${quoteCodes.tries} + 1` })
    .where(
      and(
        eq(quoteCodes.quoteId, of.quoteId),
        eq(quoteCodes.accountId, of.accountId),
        gt(quoteCodes.expiresAt, of.now),
        sql`${quoteCodes.tries} < ${of.triesMax}`,
      ),
    )
    .returning({ codeHash: quoteCodes.codeHash })
  return row?.codeHash ?? null
}

export async function deleteQuoteCode(
  tx: Tx,
  of: { quoteId: Id<'quote'>; accountId: Id<'account'> },
): Promise<void> {
  await tx
    .delete(quoteCodes)
    .where(and(eq(quoteCodes.quoteId, of.quoteId), eq(quoteCodes.accountId, of.accountId)))
}

export async function insertSignature(tx: Tx, row: typeof quoteSignatures.$inferInsert): Promise<boolean> {
  const rows = await tx
    .insert(quoteSignatures)
    .values(row)
    .onConflictDoNothing()
    .returning({ quoteId: quoteSignatures.quoteId })
  return rows.length === 1
}

export type SharedQuote = {
  quoteId: Id<'quote'>
  organisationId: Id<'organisation'>
  number: string
  version: number
  documentHash: string
  validUntil: Date
  orderId: Id<'order'>
  state: string
  monthlyCents: bigint
  signedAt: Date | null
}

/** The quote of a share link; public. */
export async function findSharedQuote(tx: Tx, linkSecretHash: string): Promise<SharedQuote | null> {
  const [row] = await tx.execute<
    Record<'number' | 'document_hash' | 'state', string> & {
      quote_id: Id<'quote'>
      organisation_id: Id<'organisation'>
      order_id: Id<'order'>
      version: number
      valid_until: string | Date
      monthly_cents: string
      signed_at: string | Date | null
    }
  >(sql`select * from app.find_shared_quote(${linkSecretHash})`)
  if (!row) return null
  return {
    quoteId: row.quote_id,
    organisationId: row.organisation_id,
    number: row.number,
    version: row.version,
    documentHash: row.document_hash,
    validUntil: new Date(row.valid_until),
    orderId: row.order_id,
    state: row.state,
    monthlyCents: BigInt(row.monthly_cents),
    signedAt: row.signed_at === null ? null : new Date(row.signed_at),
  }
}

export async function readSharedQuote(tx: Tx, linkSecretHash: string): Promise<Uint8Array | null> {
  const [row] = await tx.execute<{ document: Uint8Array | null }>(
    sql`select app.read_shared_quote(${linkSecretHash}) as document`,
  )
  return row?.document ?? null
}
