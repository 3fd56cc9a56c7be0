import { Readable } from 'node:stream'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { formatDate, formatMonth, frenchOfMonth } from '~/lib/kernel/text/format'
import { endOfParisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { accountNames, journalNames } from '../ledger/accounts'
import {
  coverageOf,
  type FecCoverage,
  type FecEntry,
  fecFileName,
  fecHead,
  fecLine,
  isYear,
  lastDayOf,
} from './fec'
import { deductsVat, purchaseJournal } from './purchase-journal'
import type { ExportScope } from './queries/document-rows'
import {
  findBuyerOfBooks,
  findSellerOfBooks,
  type LedgerScope,
  listExplainedGaps,
  listLedgerRows,
  listPurchaseAccounts,
  listPurchaseRows,
} from './queries/ledger-rows'
import type { Read } from './read'

/**
 * `isEmpty`: it has no entries, and the administration's schema refuses such a file. `isProvisional`: the month is not
 * over or the year's books are not complete, so entries may still be added.
 */
export type FecFile = {
  fileName: string
  stream: Readable
  description: string
  isEmpty: boolean
  isProvisional: boolean
}

const transactionsPerBatch = 2_000

/**
 * The seller's own books: sales, bank and other journals. A month contains the entries validated in it, so that it is
 * imported once; a year contains the entries dated in it, like its accounts.
 */
export async function writeSellerFec(read: Read, period: string, now: Date): Promise<FecFile> {
  const seller = await read(findSellerOfBooks)
  if (!seller) throw new DomainError('not_found', { internal: 'nobody sells here' })
  const coverage = coverageOf(period, now)
  const [first] = await read((tx) => listLedgerRows(tx, scopeOf(seller.id, period), 0, 1))
  const gaps = await read((tx) =>
    listExplainedGaps(tx, { sellingEntityId: seller.id, year: period.slice(0, 4) }),
  )
  return {
    isEmpty: first === undefined,
    isProvisional: coverage.provisionalAt !== null,
    fileName: fecFileName(seller.siren, coverage),
    stream: Readable.from(fecText(sellerEntries(read, seller.id, period)), { highWaterMark: 1 }),
    description: description(
      seller.legalName,
      seller.siren,
      coverage,
      isYear(period) ? yearText(period) : monthText(period, 'journaux VE, BQ et OD'),
      gaps.map(gapText),
    ),
  }
}

type Gap = Awaited<ReturnType<typeof listExplainedGaps>>[number]

/** The file itself has no column for it: a missing number is explained in its description. */
const gapText = ({ series, fromNumber, toNumber, reason, reference, confirmedAt }: Gap) =>
  `Pièces ${series}, ${numbersText(fromNumber, toNumber)} : émises avant une restauration de la base de données et absentes de ce fichier. Raison : ${oneLine(reason)} Pièces conservées : ${oneLine(reference)} Confirmé par deux personnes le ${confirmedAt ? formatDate(confirmedAt, 'fr') : ''}.`
const numbersText = (from: number, to: number) => (from === to ? `numéro ${from}` : `numéros ${from} à ${to}`)
const oneLine = (text: string) => text.replace(/\s+/g, ' ').replace(/(?<![.!?])$/, '.')

const scopeOf = (sellingEntityId: Id<'sellingEntity'>, period: string): LedgerScope =>
  isYear(period)
    ? { sellingEntityId, year: period }
    : { sellingEntityId, from: startOfParisDay(`${period}-01`), to: endOfParisDay(lastDayOf(period)) }

async function* fecText(entries: AsyncIterable<FecEntry[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(fecHead, 'utf8')
  for await (const each of entries) yield Buffer.from(each.map(fecLine).join(''), 'utf8')
}

/**
 * The seller's own books in validation order, a few transactions at a time. Entries of a month keep their ledger
 * numbers; those of a year are renumbered from one, because some entries validated in between are dated in another
 * year.
 */
export async function* sellerEntries(
  read: Read,
  sellingEntityId: Id<'sellingEntity'>,
  period: string,
): AsyncGenerator<FecEntry[]> {
  const scope = scopeOf(sellingEntityId, period)
  let [number, numbered] = [0, 0]
  const numberOf = (sequence: number) => {
    if (sequence !== numbered) number += 1
    numbered = sequence
    return isYear(period) ? number : sequence
  }
  for (let after = 0; ; ) {
    const sequence = after
    const rows = await read((tx) => listLedgerRows(tx, scope, sequence, transactionsPerBatch))
    const last = rows.at(-1)
    if (!last) return
    after = last.sequence
    yield rows.map((row) => ({
      journalCode: row.journal,
      journalName: journalNames[row.journal],
      number: numberOf(row.sequence),
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
 * A company's invoices of a month as a purchase journal under its own SIREN: an extract of its books.
 *
 * @throws DomainError `state_forbids` for public bodies and organisations without SIREN, which keep no such file
 */
export async function writeBuyerFec(
  read: Read,
  scope: ExportScope & { organisationId: Id<'organisation'> },
  now: Date,
): Promise<FecFile> {
  const { organisationId, period, exportId } = scope
  const buyer = await read((tx) => findBuyerOfBooks(tx, organisationId))
  const seller = await read(findSellerOfBooks)
  if (!buyer || !seller) throw new DomainError('not_found')
  const { siren } = buyer
  if (buyer.kind === 'public_body' || !siren)
    throw new DomainError('state_forbids', { field: 'kind', params: { reason: 'fec_not_kept' } })
  const entries = await buyerEntries(read, scope, seller.legalName)
  // A scheduled file is complete when it is created, before its month is over.
  const coverage = exportId
    ? { period, lastDay: entries.at(-1)?.day ?? lastDayOf(period), provisionalAt: null }
    : coverageOf(period, now)
  return {
    isEmpty: entries.length === 0,
    isProvisional: coverage.provisionalAt !== null,
    fileName: fecFileName(siren, coverage),
    stream: Readable.from([Buffer.from(fecHead + entries.map(fecLine).join(''), 'utf8')]),
    description: description(buyer.legalName, siren, coverage, purchaseText(exportId ? null : period)),
  }
}

/** The purchase journal of an organisation: each document on its day of issue. */
export async function buyerEntries(
  read: Read,
  scope: ExportScope & { organisationId: Id<'organisation'> },
  sellerName: string,
): Promise<FecEntry[]> {
  const [rows, accounts, isVatTakenBack] = await read(async (tx) => [
    await listPurchaseRows(tx, scope),
    await listPurchaseAccounts(tx, scope.organisationId),
    deductsVat(await findBuyerOfBooks(tx, scope.organisationId)),
  ])
  return purchaseJournal(rows, accounts, { sellerName, isVatTakenBack })
}

const provisionalText = (period: string, at: Date) =>
  isYear(period)
    ? `PROVISOIRE : établi le ${formatDate(at, 'fr')}. Des écritures de l’exercice ${period} peuvent être validées jusqu’au 31 mars ${Number(period) + 1} : ce fichier ne remplace pas celui qui sera établi après cette date.`
    : `PROVISOIRE : mois en cours, établi le ${formatDate(at, 'fr')}. D’autres écritures s’ajouteront : ce fichier ne remplace pas celui qui sera établi une fois le mois écoulé.`

const monthText = (period: string, journals: string) => [
  `Extrait : ${journals}, écritures du mois ${frenchOfMonth(period)}. Ce fichier n’est pas la comptabilité entière de l’exercice.`,
  'EcritureNum : suite continue, dans l’ordre de validation.',
]

const purchaseText = (period: string | null) => [
  `Extrait : journal HA, factures et avoirs ${period ? `émis en ${formatMonth(period, 'fr')}` : 'émis depuis l’envoi précédent'}, à leur date d’émission. Ce fichier n’est pas la comptabilité entière de l’exercice.`,
  'EcritureNum : suite continue d’un fichier à l’autre, dans l’ordre d’émission.',
]

const yearText = (year: string) => [
  `Exercice ${year} entier, du 1er janvier au 31 décembre : journaux VE, BQ et OD, toutes les écritures qui portent une date de l’année, même validées après. Les autres journaux et les à-nouveaux sont dans la comptabilité générale.`,
  'EcritureNum : suite continue de 1 à la dernière écriture de l’exercice, dans l’ordre de validation.',
]

function description(
  name: string,
  siren: string,
  { period, provisionalAt }: FecCoverage,
  [scope = '', numbers = '']: string[],
  gaps: readonly string[] = [],
): string {
  return [
    `Fichier des écritures comptables de ${name} (SIREN ${siren})`,
    ...(provisionalAt ? [provisionalText(period, provisionalAt)] : []),
    scope,
    'Codage UTF-8, champs séparés par une tabulation, lignes terminées par CR LF, dates AAAAMMJJ, virgule décimale.',
    'Colonnes : celles de l’article A. 47 A-1 du livre des procédures fiscales, dans leur ordre. EcritureLet, DateLet, Montantdevise et Idevise ne sont pas utilisés.',
    numbers,
    ...gaps,
    '',
  ].join('\r\n')
}
