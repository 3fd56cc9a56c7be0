import { withSystem } from '~/db/client'
import { keepKey } from '~/db/kept-key'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { findLastLink, keepJournalCheck, lockJournalHeads } from '../queries/audit'
import { recordAudit } from '../record'
import { addHead, readHeads } from './heads-file'
import { mailBreak } from './mail-break'
import { compareHeads, type JournalCheck, verifyJournal } from './verify-journal'

/** A head is stored at least this often while the audit trail grows. */
const headIntervalMs = 10 * 60_000

export type JournalState = 'followed' | 'behind'

/**
 * Stores the head of the audit trail outside the database, in `headsFile` and as a log line. If the database lacks the
 * last stored head, it is an older state: returns `behind` until an operator has agreed to it (`agreedAt`: the last
 * agreement).
 */
export async function followJournal(
  ctx: OpContext,
  headsFile: string,
  agreedAt: Date | null,
): Promise<JournalState> {
  const key = await withSystem(ctx, (tx) => keepKey(tx, 'journal'))
  const { heads } = await readHeads(headsFile, key)
  const known = heads.at(-1)
  const missing = known ? await compareHeads(ctx, [known]) : null
  const isAgreed = known && agreedAt !== null && agreedAt > new Date(known.at)
  if (missing && !isAgreed) return 'behind'
  const last = await withSystem(ctx, findLastLink)
  if (!last) return 'followed'
  const isDue = !known || ctx.now.getTime() - new Date(known.at).getTime() >= headIntervalMs
  const hasGrown = known?.sequence !== `${last.sequence}`
  if (!missing && !(isDue && hasGrown)) return 'followed'
  const head = { at: ctx.now.toISOString(), sequence: `${last.sequence}`, hash: last.hash }
  const kept = await withSystem(ctx, async (tx) => {
    await lockJournalHeads(tx)
    const newest = (await readHeads(headsFile, key)).heads.at(-1)
    // Another worker with this data folder has stored one meanwhile.
    if (newest?.code !== known?.code) return null
    return addHead(headsFile, { ...head, restored: missing !== null }, known?.code ?? '', key)
  })
  if (kept) log.info({ journal: kept }, 'head of the journal')
  return 'followed'
}

/**
 * Verifies the whole audit trail and stores the result for operators. A break is logged as an error, and sent once as
 * an event and by mail to administrators and auditors.
 */
export async function checkJournal(ctx: OpContext, headsFile: string | null): Promise<JournalCheck> {
  const check = await verifyJournal(ctx, headsFile)
  const { rows, heads, broken } = check
  await withSystem(ctx, async (tx) => {
    // Every worker verifies: the first one records and mails the break.
    await lockJournalHeads(tx)
    const hasChanged = await keepJournalCheck(tx, {
      checkedAt: ctx.now.toISOString(),
      rows: `${rows}`,
      reason: broken?.reason ?? null,
    })
    if (broken && hasChanged) {
      await recordAudit(tx, ctx, 'journal.broken', {
        organisationId: null,
        kind: 'journal',
        id: 'sequence' in broken ? `${broken.sequence}` : 'heads',
        details: { reason: broken.reason },
      })
      await mailBreak(tx, broken)
    }
  })
  if (broken)
    log.error(
      { reason: broken.reason, ...('sequence' in broken && { sequence: `${broken.sequence}` }) },
      'the journal is broken',
    )
  else log.info({ rows: `${rows}`, heads }, 'the journal is whole')
  return check
}
