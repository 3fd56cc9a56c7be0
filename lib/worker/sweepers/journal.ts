import { checkJournal, followJournal, headsFileIn } from '~/lib/audit'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { lastAgreedAt, noticeRecovery } from '~/lib/recovery'
import type { Sweeper } from './sweeper'

/**
 * The head of the journal is kept outside the database by each worker that has a data folder, and the whole journal is
 * verified once a night by every worker. A database that lacks the head kept last was restored.
 */
export function journalSweeper(dataDir: string | undefined, startedAt: Date): Sweeper {
  let verifiedOn = parisDay(startedAt)
  const file = dataDir ? headsFileIn(dataDir) : null
  return {
    name: 'journal',
    everyMs: 5_000,
    whileHeld: true,
    async run(ctx) {
      if (file && (await followJournal(ctx, file, await lastAgreedAt(ctx))) === 'behind')
        await noticeRecovery(ctx, 'journal_behind')
      const day = parisDay(ctx.now)
      if (day === verifiedOn) return
      verifiedOn = day
      await checkJournal(ctx, file)
    },
  }
}
