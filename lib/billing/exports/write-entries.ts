import { Readable } from 'node:stream'
import { DomainError } from '~/lib/kernel/errors'
import { endOfParisDay, parisDay } from '~/lib/kernel/time/paris-day'
import { accrualEntries } from './accruals'
import { type EntryLayout, entriesHead, entriesText } from './entry-layouts'
import { type FecEntry, lastDayOf } from './fec'
import { deductsVat } from './purchase-journal'
import type { ExportScope } from './queries/document-rows'
import { findBuyerOfBooks, findSellerOfBooks } from './queries/ledger-rows'
import type { Read } from './read'
import { collectAccruals } from './read-accruals'
import { buyerEntries, sellerEntries } from './write-fec'

type Wanted = ExportScope & { layout: EntryLayout }

/** The entries of a FEC in an import layout: a buyer's purchases, or the seller's books. */
export async function writeEntries(
  read: Read,
  { layout, period, organisationId, exportId }: Wanted,
): Promise<Readable> {
  const seller = await read(findSellerOfBooks)
  if (!seller) throw new DomainError('not_found', { internal: 'nobody sells here' })
  const entries = organisationId
    ? one(await buyerEntries(read, { organisationId, period, exportId }, seller.legalName))
    : sellerEntries(read, seller.id, period)
  return entriesFile(layout, entries)
}

/** A buyer's accruals at the end of a month, as entries and their reversal. */
export async function writeAccruals(
  read: Read,
  { layout, period, organisationId, now }: Wanted & { now: Date },
): Promise<Readable> {
  const lastDay = lastDayOf(period)
  const seller = await read(findSellerOfBooks)
  if (!seller || !organisationId) throw new DomainError('not_found')
  const { rows, buyer } = await read(async (tx) => ({
    rows: await collectAccruals(tx, { organisationId, period, now }),
    buyer: await findBuyerOfBooks(tx, organisationId),
  }))
  const entries = accrualEntries(rows, {
    lastDay,
    dayAfter: parisDay(endOfParisDay(lastDay)),
    isPublicBody: buyer?.kind === 'public_body',
    isVatTakenBack: deductsVat(buyer),
    sellerName: seller.legalName,
  })
  return entriesFile(layout, one(entries))
}

function entriesFile(layout: EntryLayout, entries: AsyncIterable<FecEntry[]>): Readable {
  return Readable.from(text(layout, entries), { highWaterMark: 1 })
}

async function* text(layout: EntryLayout, entries: AsyncIterable<FecEntry[]>): AsyncGenerator<Buffer> {
  const head = entriesHead(layout)
  if (head.length > 0) yield head
  for await (const each of entries) yield entriesText(layout, each)
}

async function* one(entries: FecEntry[]): AsyncGenerator<FecEntry[]> {
  yield entries
}
