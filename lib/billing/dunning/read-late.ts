import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { codesBetweenPlatforms, refusalCodes } from '../delivery/life-cycle'
import {
  listAwaited,
  listDebtors,
  listHolds,
  listPlatformStatuses,
  listRates,
  listReductions,
  listSteps,
} from '../queries/dunning'
import { listOpenDocuments, type OpenDocumentRow } from '../queries/open-documents'
import { type DunningStep, type NextStep, nextDunningStep } from './dunning-step'
import { lateInterest, type OpenFrom, type ReferenceRate } from './late-interest'
import { type DebtorKind, debtorKind, recoveryFeeCents } from './payment-terms'
import { dunningEffect } from './platform-status'

export type LateInvoice = {
  document: OpenDocumentRow
  debtor: Awaited<ReturnType<typeof listDebtors>>[number]
  kind: DebtorKind
  /** Null when the rate of a relevant half-year is unknown. */
  interestCents: bigint | null
  feeCents: bigint
  done: { step: DunningStep; on: string; outcome: 'sent' | 'carried_out' | 'declined' }[]
  isAwaited: boolean
  heldFor: string | null
  /** The life-cycle status that stops letters; null without one. */
  said: number | null
  next: NextStep
}

/** In `tx`: every invoice that is late on this day, oldest first, with statutory interest, fee and next step. */
export async function readLateInvoices(
  tx: Tx,
  today: string,
  organisationId: Id<'organisation'> | null = null,
): Promise<LateInvoice[]> {
  const documents = (await listOpenDocuments(tx, organisationId)).filter(({ dueOn }) => dueOn < today)
  const ids = documents.map(({ id }) => id)
  const debtors = await listDebtors(tx, [...new Set(documents.map((each) => each.organisationId))])
  const [steps, holds, awaited, words, reductions, rates] = [
    await listSteps(tx, ids),
    await listHolds(tx, ids),
    await listAwaited(tx, ids),
    await listPlatformStatuses(tx, ids, { refusals: refusalCodes, aside: codesBetweenPlatforms }),
    await listReductions(tx, ids),
    await listRates(tx),
  ]
  return documents.flatMap((document) => {
    const debtor = debtors.find(({ id }) => id === document.organisationId)
    if (!debtor) return []
    const kind = debtorKind(debtor)
    const of = <T extends { documentId: string }>(rows: readonly T[]) =>
      rows.filter(({ documentId }) => documentId === document.id)
    const done = of(steps).map(({ step, takenOn, outcome }) => ({ step, on: takenOn, outcome }))
    const [hold] = of(holds)
    const word = words.get(document.id)
    const effect = dunningEffect(word, today)
    const isAwaited = awaited.has(document.id)
    return [
      {
        document,
        debtor,
        kind,
        interestCents: interestOf(kind, document, today, openFrom(document, of(reductions)), rates),
        feeCents: recoveryFeeCents,
        done,
        isAwaited,
        heldFor: hold?.reason ?? null,
        said: effect && word ? word.code : null,
        next: nextDunningStep(
          {
            kind,
            dueOn: document.dueOn,
            openCents: document.openCents,
            isAwaited: isAwaited || effect === 'awaited',
            isHeld: hold !== undefined || effect === 'held',
            done,
          },
          today,
        ),
      },
    ]
  })
}

function interestOf(
  kind: DebtorKind,
  { dueOn }: OpenDocumentRow,
  today: string,
  balances: readonly OpenFrom[],
  rates: readonly ReferenceRate[],
): bigint | null {
  try {
    return lateInterest(kind, dueOn, today, balances, rates).cents
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The open amount of an invoice from each day on which it changed. Pure. */
export function openFrom(
  { grossCents, issuedOn }: Pick<OpenDocumentRow, 'grossCents' | 'issuedOn'>,
  reductions: readonly { on: string; cents: bigint }[],
): OpenFrom[] {
  let openCents = grossCents
  const balances = [{ from: issuedOn, openCents }]
  for (const { on, cents } of [...reductions].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
    openCents -= cents
    const from = on < issuedOn ? issuedOn : on
    const last = balances.at(-1)
    if (last?.from === from) last.openCents = openCents
    else balances.push({ from, openCents })
  }
  return balances
}
