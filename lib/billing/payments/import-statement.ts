import { createHash } from 'node:crypto'
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { settleCardPayout } from '../cards/settle-card-payout'
import { listOpenDocuments } from '../queries/open-documents'
import { creditorReference } from './creditor-reference'
import { maskIban } from './iban'
import { authorizeSettling, inBooks } from './in-books'
import { matchMovement } from './match-movement'
import {
  findKnownIdentities,
  findSellerByIban,
  findStatementOfFile,
  insertMovements,
  insertStatement,
  lockMovement,
  lockSettling,
} from './queries/movements'
import { readSentFile, type SentFile } from './read-sent-file'
import { settleDebits } from './settle-debits'
import { settleMovement } from './settle-movement'
import { readStatements } from './statements/read-statements'
import { type BankStatement, StatementRefusal } from './statements/statement'
import type { ImportedStatement } from './views'

/**
 * Imports a bank file: each statement once, each movement once, and settles movements with a certain match. Atomic.
 *
 * @throws DomainError `forbidden`, `invalid_input` (reason, line and field of the file), `already_exists`
 * (`statement_twice`), `not_found` (`statement_account`: no account of ours)
 */
export async function importStatement(
  ctx: OpContext,
  file: { name: string; bytes: Uint8Array },
): Promise<ImportedStatement> {
  const staffId = authorizeSettling(ctx)
  const statements = readFile(file.bytes)
  const fileSha256 = createHash('sha256').update(file.bytes).digest('hex')
  return inBooks(ctx, async (tx) => {
    await lockSettling(tx)
    if (await findStatementOfFile(tx, fileSha256)) throw alreadyImported(file.name)
    const total = { statements: statements.length, movements: 0, repeated: 0, matched: 0 }
    for (const statement of statements) {
      const taken = await storeStatement(tx, ctx, statement, { staffId, fileSha256, fileName: file.name })
      total.movements += taken.movements.length
      total.repeated += taken.repeated
      for (const id of taken.movements) total.matched += (await settleCertainMatch(tx, ctx, id)) ? 1 : 0
    }
    return total
  })
}

/**
 * As `importStatement`, for a file uploaded by a browser.
 *
 * @throws DomainError as `importStatement`
 */
export async function importStatementFile(
  ctx: OpContext,
  { name, content }: SentFile,
): Promise<ImportedStatement> {
  authorizeSettling(ctx)
  return importStatement(ctx, { name, bytes: await readSentFile(content) })
}

function readFile(bytes: Uint8Array): BankStatement[] {
  try {
    return readStatements(bytes)
  } catch (error) {
    if (!(error instanceof StatementRefusal)) throw error
    const { reason, line, field } = error
    throw new DomainError('invalid_input', {
      field: 'content',
      params: { reason, line: String(line), at: field },
      cause: error,
    })
  }
}

const alreadyImported = (name: string) =>
  new DomainError('already_exists', { field: 'content', params: { reason: 'statement_twice', name } })

async function storeStatement(
  tx: Tx,
  ctx: OpContext,
  statement: BankStatement,
  file: { staffId: Id<'staff'> | null; fileSha256: string; fileName: string },
) {
  const account = await findSellerByIban(tx, statement.iban)
  if (!account)
    throw new DomainError('invalid_input', {
      field: 'content',
      params: { reason: 'statement_other_account', iban: maskIban(statement.iban) },
    })
  const { sellingEntityId, iban } = account
  const known = await findKnownIdentities(
    tx,
    iban,
    statement.movements.map(({ identity }) => identity),
  )
  const fresh = statement.movements.filter(({ identity }) => !known.has(identity))
  const id = newId('bankStatement', ctx.now.getTime())
  const isNew = await insertStatement(tx, {
    id,
    sellingEntityId,
    format: statement.format,
    identification: statement.identification,
    iban,
    fromOn: statement.from,
    toOn: statement.to,
    openingCents: statement.openingCents,
    closingCents: statement.closingCents,
    fileName: file.fileName,
    fileSha256: file.fileSha256,
    movements: fresh.length,
    repeated: known.size,
    importedByStaffId: file.staffId,
    importedAt: ctx.now,
  })
  if (!isNew) throw alreadyImported(statement.identification)
  const rows = fresh.map((movement) => ({
    id: newId('bankMovement', ctx.now.getTime()),
    statementId: id,
    sellingEntityId,
    iban,
    identity: movement.identity,
    bookedOn: movement.bookedOn,
    valuedOn: movement.valuedOn,
    cents: movement.cents,
    text: movement.text,
    counterpartyName: movement.counterpartyName ?? null,
    counterpartyIbanMasked: movement.counterpartyIban ? maskIban(movement.counterpartyIban) : null,
    endToEndId: movement.endToEndId ?? null,
    creditorReference: movement.creditorReference ?? null,
    batchReference: movement.batchId ?? null,
    returnReason: movement.returnReason ?? null,
    state: 'to_confirm' as const,
    allocatedCents: 0n,
  }))
  await insertMovements(tx, rows)
  await recordAudit(tx, ctx, 'statement.imported', {
    organisationId: null,
    kind: 'statement',
    id,
    details: {
      identification: statement.identification,
      movements: fresh.length,
      repeated: known.size,
      closingCents: `${statement.closingCents}`,
    },
  })
  return { movements: rows.map((row) => row.id), repeated: known.size }
}

/** In `tx`: settles a movement when its match is certain; returns whether it did. */
async function settleCertainMatch(tx: Tx, ctx: OpContext, id: Id<'bankMovement'>): Promise<boolean> {
  const movement = await lockMovement(tx, id)
  if (movement?.state !== 'to_confirm') return false
  if (await settleDebits(tx, ctx, movement)) return true
  if (await settleCardPayout(tx, ctx, movement)) return true
  if (movement.cents < 0n) return false
  const open = await listOpenDocuments(tx)
  const match = matchMovement(
    movement,
    open.map((document) => ({ ...document, reference: creditorReference(document.number) })),
  )
  if (match.outcome === 'to_confirm') return false
  const { organisationId, allocations, creditCents, rule } = match
  await settleMovement(
    tx,
    ctx,
    movement,
    [
      ...allocations.map((each) => ({ organisationId, ...each })),
      ...(creditCents > 0n ? [{ organisationId, documentId: null, cents: creditCents }] : []),
    ],
    { rule, staffId: null },
  )
  return true
}
