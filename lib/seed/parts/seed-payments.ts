import {
  importStatement,
  markDebitsSent,
  planPayment,
  prepareDebits,
  readDebitDesk,
  readDebitFile,
  readPaymentDesk,
  readStatementDesk,
  recordRate,
  sendDunning,
  setAsideMovement,
  setCreditor,
  signMandate,
} from '~/lib/billing'
import type { Id } from '~/lib/kernel/ids'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { type BankLine, bankFile } from '../bank-file'
import { seedMember, seedStaff, seedSystem } from '../contexts'
import { billingSeller } from '../demonstration/billing'
import { creditor, lumenMandate, referenceRates } from '../demonstration/payments'
import type { SeededOrganisation } from './seed-people'

const dayMs = 86_400_000

/** The names that the bank gives those who pay by transfer. */
const payers: Readonly<Record<string, string>> = {
  valmont: 'TRESORERIE DE FECAMP',
  brevannes: 'CH BREVANNES',
  verrerie: 'VERRERIE DU LAC',
  littoraux: 'CBCM LITTORAUX',
  morvandel: 'GROUPE MORVANDEL SA',
}

/**
 * Creates payments: the commune, the ministry and the group by one transfer for all, the hospital in part and late, the
 * studio by direct debit with one returned, the glassworks by reference and once too much, and late payers not at all.
 */
export async function seedPayments(
  today: Date,
  opened: Date,
  organisations: readonly SeededOrganisation[],
  staffId: Id<'staff'>,
): Promise<{ settle: (closing: Date, back: number) => Promise<void> }> {
  const find = (key: string) => organisations.find((each) => each.key === key)
  const lumen = find('lumen')
  await setCreditor(seedSystem(opened), creditor)
  for (const rate of referenceRates) await recordRate(seedSystem(opened), rate)
  if (lumen) await signMandate(seedMember(opened, lumen.ownerId, lumen.organisationId), lumenMandate)
  let openingCents = 12_500_000n
  let collected: BankLine[] = []

  const deskOf = (organisation: SeededOrganisation, now: Date) =>
    readPaymentDesk(seedMember(now, organisation.ownerId, organisation.organisationId))

  async function settle(closing: Date, back: number): Promise<void> {
    if (lumen)
      for (const { documentId } of (await deskOf(lumen, closing)).due)
        await planPayment(seedSystem(closing), documentId)
    const at = new Date(closing.getTime() + 24 * dayMs)
    const reminded = new Date(closing.getTime() + 9 * dayMs)
    // Later than today, it would keep payments from being entered until then.
    if (reminded <= today) await sendDunning(seedSystem(reminded))
    // The bank has not reported this month yet.
    if (at > today) return
    const lines = [...collected, ...(await transfers(at, back))]
    collected = await debits(at, back)
    const to = parisDay(at)
    const file = bankFile({
      identification: `RLV-${to}`,
      iban: billingSeller.iban,
      from: parisDay(closing),
      to,
      openingCents,
      lines,
    })
    openingCents = file.closingCents
    await importStatement(seedSystem(at), file)
    await sendDunning(seedSystem(at))
    await setChargesAside(at)
  }

  /** Sets bank charges aside, which belong to no customer. */
  async function setChargesAside(at: Date): Promise<void> {
    const { waiting } = await readStatementDesk(seedStaff(at, staffId, ['accountant']))
    for (const { id, text } of waiting)
      if (text.startsWith('FRAIS'))
        await setAsideMovement(seedSystem(at), { movementId: id, note: 'Frais bancaires' })
  }

  async function transfers(at: Date, back: number): Promise<BankLine[]> {
    const bookedOn = parisDay(at)
    const lines: BankLine[] = [{ bookedOn, cents: -1_480n, text: 'FRAIS DE TENUE DE COMPTE' }]
    for (const organisation of organisations) {
      const { key } = organisation
      const name = payers[key]
      if (!name) continue
      const { due } = await deskOf(organisation, at)
      const cents = due.reduce((sum, { openCents }) => sum + BigInt(openCents), 0n)
      const [first] = due
      if (!first || cents === 0n) continue
      const numbers = due.map(({ number }) => number).join(' ')
      if (key === 'valmont' || key === 'littoraux')
        lines.push({ bookedOn, cents, name, text: `MANDATS ${numbers}` })
      else if (key === 'morvandel') lines.push({ bookedOn, cents, name, text: `REGLEMENT ${numbers}` })
      else if (key === 'brevannes' && back > 2) lines.push({ bookedOn, cents, name, text: numbers })
      // Half the amount, and in the next month nothing.
      else if (key === 'brevannes' && back === 2)
        lines.push({ bookedOn, cents: BigInt(first.openCents) / 2n, name, text: `ACOMPTE ${first.number}` })
      else if (key === 'verrerie' && due.length === 1)
        lines.push({
          bookedOn,
          cents: BigInt(first.openCents) + (back === 4 ? 5_000n : 0n),
          name,
          text: 'REGLEMENT FACTURE',
          reference: first.reference,
        })
    }
    if (back === 2)
      lines.push({ bookedOn, cents: 42_000n, name: 'NORDIX CONSEIL SARL', text: 'VIREMENT SEPT OCT' })
    return lines
  }

  /** Creates the file of announced debits; the next statement contains the bank's result. */
  async function debits(at: Date, back: number): Promise<BankLine[]> {
    const desk = await readDebitDesk(seedStaff(at, staffId, ['accountant']))
    if (desk.planned.length === 0) return []
    const batch = await prepareDebits(seedSystem(at), { collectOn: desk.nextDay })
    if (batch.debits === 0) return []
    await markDebitsSent(seedSystem(at), { batchId: batch.id })
    const { text } = await readDebitFile(seedSystem(at), batch.id)
    const valuesOf = (name: string) =>
      [...text.matchAll(new RegExp(`<${name}[^>]*>([^<]+)</${name}>`, 'g'))].map((each) => each[1] ?? '')
    const [cents = 0n] = valuesOf('CtrlSum').map((sum) => BigInt(sum.replace('.', '')))
    const [group = ''] = valuesOf('PmtInfId')
    const [order = ''] = valuesOf('EndToEndId')
    const [amount = '0'] = valuesOf('InstdAmt')
    const bookedOn = desk.nextDay
    const lines: BankLine[] = [{ bookedOn, cents, text: 'REMISE DE PRELEVEMENTS', batch: group }]
    // One is returned for lack of funds, and collected with a later one.
    if (back === 7)
      lines.push({
        bookedOn,
        cents: -BigInt(amount.replace('.', '')),
        text: 'REJET DE PRELEVEMENT',
        name: 'ATELIER LUMEN',
        endToEndId: order,
        returnReason: 'AM04',
      })
    return lines
  }

  return { settle }
}
