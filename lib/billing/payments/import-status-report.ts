import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeSettling, inBooks } from './in-books'
import { lockDebitsOfMessage } from './queries/debits'
import { lockSettling } from './queries/movements'
import { updateDebit } from './queries/settlements'
import { readSentFile, type SentFile } from './read-sent-file'
import { settleWaitingDebits } from './settle-debits'
import { readPain002, type StatusReport } from './statements/read-pain002'
import { decodeXmlFile } from './statements/read-statements'
import { StatementRefusal } from './statements/statement'
import type { ImportedReport } from './views'

/**
 * Imports a bank's report about a debit file: rejected debits are due as before. A repeated report changes nothing.
 * Atomic.
 *
 * @throws DomainError `forbidden`, `invalid_input` (reason, line and field of the file; `report_other_file`: no file of
 * ours, or not sent; `report_other_debit`: a debit that is not in it), `conflict` (`debit_collected`)
 */
export async function importStatusReport(
  ctx: OpContext,
  { content }: Pick<SentFile, 'content'>,
): Promise<ImportedReport> {
  authorizeSettling(ctx)
  const report = read(await readSentFile(content))
  return inBooks(ctx, async (tx) => {
    await lockSettling(tx)
    const debits = await lockDebitsOfMessage(tx, report.messageId)
    if (debits.length === 0 || debits.some(({ state }) => state === 'prepared'))
      throw refuse('report_other_file', report.messageId)
    const refused = new Map<string, string>()
    for (const refusal of refusalsOf(report)) {
      const own = debits.filter(
        (debit) =>
          refusal.of === null || debit.endToEndId === refusal.of || debit.paymentInformationId === refusal.of,
      )
      if (own.length === 0) throw refuse('report_other_debit', refusal.of ?? '')
      for (const { id } of own) refused.set(id, refused.get(id) ?? refusal.reason)
    }
    const done: ImportedReport = { returned: 0, repeated: 0 }
    for (const debit of debits) {
      const reason = refused.get(debit.id)
      if (reason === undefined) continue
      if (debit.state === 'collected')
        throw new DomainError('conflict', { params: { reason: 'debit_collected', debit: debit.endToEndId } })
      if (debit.state !== 'sent') {
        done.repeated += 1
        continue
      }
      await updateDebit(tx, debit.id, { state: 'returned', reason, changedAt: ctx.now })
      await recordAudit(tx, ctx, 'debit.returned', {
        organisationId: debit.organisationId,
        kind: 'debit',
        id: debit.id,
        details: { reason, documentId: debit.documentId },
      })
      done.returned += 1
    }
    await settleWaitingDebits(
      tx,
      ctx,
      debits.map(({ paymentInformationId }) => paymentInformationId),
    )
    return done
  })
}

/** Single debits first, because their reasons are the most specific. */
function refusalsOf({ refusedFor, refusals }: StatusReport): { of: string | null; reason: string }[] {
  const single = refusals.flatMap((each) =>
    'endToEndId' in each ? [{ of: each.endToEndId, reason: each.reason }] : [],
  )
  const groups = refusals.flatMap((each) =>
    'paymentInformationId' in each ? [{ of: each.paymentInformationId, reason: each.reason }] : [],
  )
  return [...single, ...groups, ...(refusedFor === null ? [] : [{ of: null, reason: refusedFor }])]
}

function read(bytes: Uint8Array): StatusReport {
  try {
    return readPain002(decodeXmlFile(bytes))
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

const refuse = (reason: string, at: string) =>
  new DomainError('invalid_input', { field: 'content', params: { reason, line: '1', at } })
