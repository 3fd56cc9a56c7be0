import { type Tx, withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { csvLine } from '~/lib/kernel/text/csv'
import { addDays, weekdayOf } from '~/lib/kernel/time/calendar-day'
import { isFrenchHoliday } from '~/lib/kernel/time/french-holidays'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { lastDayOf } from '~/lib/kernel/time/paris-month'
import { element, leaf } from '../einvoice/xml'
import { decodeWithoutLines } from '../invoices/document-codec'
import { findSeller } from '../queries/subjects'
import type { ReportedDocument } from './declared'
import { listReversed } from './queries/declarations'
import { reportingOf } from './reporting-of'
import type { ServiceListView } from './views'

/** The tenth working day after a month; Saturdays count, as for customs (CGI, annex III, 41 sexies). Pure. */
export function serviceListDueDay(month: string): string {
  let day = lastDayOf(month)
  for (let working = 0; working < 10; ) {
    day = addDays(day, 1)
    if (weekdayOf(day) !== 7 && !isFrenchHoliday(day)) working += 1
  }
  return day
}

/**
 * The month whose list contains a document: the month in which the service was rendered and the customer's VAT fell
 * due. A document issued after that list's due day, and every credit note, belongs to its month of issue. Pure.
 */
export function serviceMonth({
  kind,
  period,
  issuedOn,
}: Pick<ReportedDocument, 'kind' | 'period' | 'issuedOn'>): string {
  const rendered = period.to.slice(0, 7)
  const isLate = issuedOn > serviceListDueDay(rendered)
  return kind === 'credit_note' || isLate ? issuedOn.slice(0, 7) : rendered
}

/** Services to taxable persons of the Union in whole euros, by month and VAT number; zero sums are left out. Pure. */
export function servicesByMonth(
  documents: readonly ReportedDocument[],
): Map<string, { vatNumber: string; euros: bigint }[]> {
  const months = new Map<string, Map<string, bigint>>()
  for (const document of documents) {
    const { vatNumber } = document.buyer
    if (!vatNumber || !reportingOf(document).isInServiceList) continue
    const reversed = document.vat.filter(({ category }) => category === 'AE')
    const cents = reversed.reduce((sum, { baseCents }) => sum + baseCents, 0n)
    const month = serviceMonth(document)
    const sums = months.get(month) ?? new Map<string, bigint>()
    sums.set(vatNumber, (sums.get(vatNumber) ?? 0n) + (document.kind === 'credit_note' ? -cents : cents))
    months.set(month, sums)
  }
  return new Map(
    [...months].map(([month, sums]) => [
      month,
      [...sums]
        .map(([vatNumber, cents]) => ({ vatNumber, euros: wholeEuros(cents) }))
        .filter(({ euros }) => euros !== 0n)
        .sort((a, b) => a.vatNumber.localeCompare(b.vatNumber)),
    ]),
  )
}

/** To the nearest euro, half away from zero. */
const wholeEuros = (cents: bigint): bigint => (cents < 0n ? -((-cents + 50n) / 100n) : (cents + 50n) / 100n)

/** The list in the format of the customs' service (DTI+): one line per customer. Pure. */
export function writeServiceList(
  sellerVat: string,
  month: string,
  lines: readonly { vatNumber: string; euros: bigint }[],
): string {
  const [year = '', number = ''] = month.split('-')
  const body = element(
    'declaration_des',
    leaf('num_des', `${year}${number}`),
    leaf('num_tvaFr', sellerVat),
    leaf('mois_des', number),
    leaf('an_des', year),
    ...lines.map(({ vatNumber, euros }, index) =>
      element(
        'ligne_des',
        leaf('numlin_des', `${index + 1}`),
        leaf('valeur', `${euros}`),
        leaf('partner_des', vatNumber),
      ),
    ),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<fichier_des>${body ?? ''}</fichier_des>\n`
}

const monthsListed = 13

/** The non-empty lists of the last months, latest first; in the caller's transaction. */
export async function listServices(
  tx: Tx,
  sellingEntityId: Id<'sellingEntity'>,
  today: string,
): Promise<ServiceListView[]> {
  const months = await readServices(tx, sellingEntityId, today)
  return [...months]
    .filter(([, lines]) => lines.length > 0)
    .sort(([a], [b]) => b.localeCompare(a))
    .slice(0, monthsListed)
    .map(([month, lines]) => {
      const dueOn = serviceListDueDay(month)
      const isOver = month < today.slice(0, 7)
      return {
        month,
        dueOn,
        lines: lines.map(({ vatNumber, euros }) => ({ vatNumber, euros: `${euros}` })),
        totalEuros: `${lines.reduce((sum, { euros }) => sum + euros, 0n)}`,
        isUrgent: isOver && today <= dueOn && today >= addDays(dueOn, -3),
      }
    })
}

async function readServices(tx: Tx, sellingEntityId: Id<'sellingEntity'>, today: string) {
  const from = `${Number(today.slice(0, 4)) - 2}${today.slice(4, 7)}-01`
  const rows = await listReversed(tx, { sellingEntityId, from, to: today })
  return servicesByMonth(rows.map(({ content }) => decodeWithoutLines(content)))
}

/**
 * A month's list as a file: XML for the customs' service, or CSV.
 *
 * @throws DomainError `forbidden`, `not_found` (nothing to list)
 */
export async function readServiceList(
  ctx: OpContext,
  { month, format }: { month: string; format: 'csv' | 'xml' },
): Promise<{ name: string; mediaType: string; content: string }> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => {
    const seller = await findSeller(tx)
    if (!seller) throw new DomainError('not_found')
    const months = await readServices(tx, seller.entity.id, parisDay(ctx.now))
    const lines = months.get(month) ?? []
    if (lines.length === 0) throw new DomainError('not_found')
    const name = `DES-${month}.${format}`
    if (format === 'xml')
      return {
        name,
        mediaType: 'application/xml',
        content: writeServiceList(seller.entity.vatNumber, month, lines),
      }
    const rows = lines.map(({ vatNumber, euros }) => csvLine([month, vatNumber, `${euros}`]))
    return {
      name,
      mediaType: 'text/csv; charset=utf-8',
      content: `\uFEFF${csvLine(['mois', 'tva_preneur', 'montant_eur'])}${rows.join('')}`,
    }
  })
}
