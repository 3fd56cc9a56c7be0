import { type Tx, withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { listOpenDocuments, listSettled } from '../queries/open-documents'
import { creditorReference } from './creditor-reference'
import { matchMovement } from './match-movement'
import {
  countWaitingMovements,
  listAllocations,
  listDecidedMovements,
  listStatements,
  listWaitingMovements,
} from './queries/movements'
import type { DecidedView, StatementDesk, WaitingView } from './views'

const waitingShownMax = 100
const decidedShownMax = 100
const statementsShownMax = 60

/** Movements waiting for staff with suggestions, imported statements, and recent decisions. */
export async function readStatementDesk(ctx: OpContext): Promise<StatementDesk> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => ({
    waiting: await readWaiting(tx),
    waitingCount: await countWaitingMovements(tx),
    statements: (await listStatements(tx, statementsShownMax)).map(({ statement, ...rest }) => ({
      ...rest,
      id: statement.id,
      format: statement.format,
      fromOn: statement.fromOn,
      toOn: statement.toOn,
      openingCents: `${statement.openingCents}`,
      closingCents: `${statement.closingCents}`,
      movements: statement.movements,
      repeated: statement.repeated,
      importedAt: statement.importedAt.toISOString(),
    })),
    decided: await readDecided(tx),
  }))
}

async function readWaiting(tx: Tx): Promise<WaitingView[]> {
  const open = (await listOpenDocuments(tx)).map((document) => ({
    ...document,
    reference: creditorReference(document.number),
  }))
  return (await listWaitingMovements(tx, waitingShownMax)).map((movement) => {
    const match = matchMovement(movement, open)
    const found = match.outcome === 'matched' ? [{ ...match, reason: match.rule }] : match.suggestions
    return {
      id: movement.id,
      bookedOn: movement.bookedOn,
      cents: `${movement.cents}`,
      text: movement.text,
      counterpartyName: movement.counterpartyName,
      suggestions: found.map(({ organisationId, reason, allocations, creditCents }) => {
        const documents = allocations.flatMap(
          ({ documentId }) => open.find(({ id }) => id === documentId) ?? [],
        )
        return {
          organisationId,
          customer: documents[0]?.customerName ?? '',
          reason,
          documents: documents.map(({ id, number, openCents }) => ({
            id,
            number,
            openCents: `${openCents}`,
          })),
          creditCents: `${creditCents}`,
        }
      }),
    }
  })
}

async function readDecided(tx: Tx): Promise<DecidedView[]> {
  const rows = await listDecidedMovements(tx, decidedShownMax)
  const allocations = await listAllocations(
    tx,
    rows.map(({ movement }) => movement.id),
  )
  const documents = await listSettled(tx, [
    ...new Set(allocations.flatMap(({ documentId }) => documentId ?? [])),
  ])
  return rows.map(({ movement, payer }) => {
    const ids = allocations.flatMap(({ movementId, documentId }) =>
      movementId === movement.id && documentId ? [documentId] : [],
    )
    return {
      id: movement.id,
      bookedOn: movement.bookedOn,
      cents: `${movement.cents}`,
      text: movement.counterpartyName ?? movement.text,
      payer,
      state: movement.state === 'set_aside' ? 'set_aside' : 'matched',
      rule: movement.rule,
      note: movement.note,
      documents: documents.filter(({ id }) => ids.includes(id)).map(({ number }) => number),
      isUndoable: !['debits', 'return', 'card_payout'].includes(movement.rule ?? ''),
    }
  })
}
