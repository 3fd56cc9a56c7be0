import { Readable } from 'node:stream'
import {
  findBuyerOfBooks,
  findSellerOfBooks,
  listLedgerRows,
  listPurchaseAccounts,
  listPurchaseRows,
} from '~/db/queries/billing/exports/ledger-rows'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { endOfParisDay, startOfParisDay } from '~/lib/kernel/paris-day'
import { accountNames, journalNames } from '../ledger/accounts'
import { type FecEntry, fecFileName, fecHead, fecLine, lastDayOf } from './fec'
import { purchaseJournal } from './purchase-journal'
import type { Read } from './read-rows'

export type FecFile = { fileName: string; stream: Readable; description: string }

const transactionsPerBatch = 2_000

/** The seller's own books of a month, by validation: journals of sales, bank and others. */
export async function writeSellerFec(read: Read, period: string): Promise<FecFile> {
  const seller = await read(findSellerOfBooks)
  if (!seller) throw new DomainError('not_found', { internal: 'nobody sells here' })
  const lastDay = lastDayOf(period)
  return {
    fileName: fecFileName(seller.siren, lastDay),
    stream: Readable.from(fecText(sellerEntries(read, seller.id, period)), { highWaterMark: 1 }),
    description: description(seller.legalName, seller.siren, period, 'journaux VE, BQ et OD'),
  }
}

async function* fecText(entries: AsyncIterable<FecEntry[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(fecHead, 'utf8')
  for await (const each of entries) yield Buffer.from(each.map(fecLine).join(''), 'utf8')
}

/** The seller's own books of a month, by validation, some transactions at a time. */
export async function* sellerEntries(
  read: Read,
  sellingEntityId: Id<'sellingEntity'>,
  period: string,
): AsyncGenerator<FecEntry[]> {
  const of = {
    sellingEntityId,
    from: startOfParisDay(`${period}-01`),
    to: endOfParisDay(lastDayOf(period)),
  }
  for (let after = 0; ; ) {
    const sequence = after
    const rows = await read((tx) => listLedgerRows(tx, of, sequence, transactionsPerBatch))
    const last = rows.at(-1)
    if (!last) return
    after = last.sequence
    yield rows.map((row) => ({
      journalCode: row.journal,
      journalName: journalNames[row.journal],
      number: row.sequence,
      day: row.occurredOn,
      account: row.account,
      accountName: accountNames[row.account] ?? row.account,
      ...(row.auxiliary
        ? { auxiliary: row.auxiliary, auxiliaryName: row.auxiliaryName ?? row.auxiliary }
        : {}),
      piece: row.pieceReference,
      pieceDay: row.occurredOn,
      label: row.label,
      debitCents: BigInt(row.debitCents),
      creditCents: BigInt(row.creditCents),
      validatedOn: row.validatedOn,
    }))
  }
}

/**
 * What a company bought here in a month as a purchase journal under its own SIREN: an extract of its books.
 *
 * @throws DomainError `state_forbids` for who keeps no such file: public bodies, and who has no SIREN
 */
export async function writeBuyerFec(
  read: Read,
  organisationId: Id<'organisation'>,
  period: string,
): Promise<FecFile> {
  const buyer = await read((tx) => findBuyerOfBooks(tx, organisationId))
  const seller = await read(findSellerOfBooks)
  if (!buyer || !seller) throw new DomainError('not_found')
  const { siren } = buyer
  if (buyer.kind === 'public_body' || !siren)
    throw new DomainError('state_forbids', { field: 'kind', params: { reason: 'fec_not_kept' } })
  const lines = (await buyerEntries(read, organisationId, period, seller.legalName)).map(fecLine)
  return {
    fileName: fecFileName(siren, lastDayOf(period)),
    stream: Readable.from([Buffer.from(fecHead + lines.join(''), 'utf8')]),
    description: description(buyer.legalName, siren, period, 'journal HA'),
  }
}

/** What an organisation bought here in a month, as its purchase journal. */
export async function buyerEntries(
  read: Read,
  organisationId: Id<'organisation'>,
  period: string,
  sellerName: string,
): Promise<FecEntry[]> {
  const [rows, accounts] = await read(async (tx) => [
    await listPurchaseRows(tx, { organisationId, period }),
    await listPurchaseAccounts(tx, organisationId),
  ])
  return purchaseJournal(rows, accounts, sellerName)
}

function description(name: string, siren: string, period: string, journals: string): string {
  return [
    `Fichier des écritures comptables de ${name} (SIREN ${siren})`,
    `Extrait : ${journals}, écritures du mois ${period}. Ce fichier n’est pas la comptabilité entière de l’exercice.`,
    'Codage UTF-8, champs séparés par une tabulation, lignes terminées par CR LF, dates AAAAMMJJ, virgule décimale.',
    'Colonnes : celles de l’article A. 47 A-1 du livre des procédures fiscales, dans leur ordre. EcritureLet, DateLet, Montantdevise et Idevise ne sont pas utilisés.',
    'EcritureNum : suite continue, dans l’ordre de validation.',
    '',
  ].join('\r\n')
}
