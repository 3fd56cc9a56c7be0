import { checkJournal, followJournal, headsFileIn } from '~/lib/audit'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { lastAgreedAt, recordRecovery } from '~/lib/recovery'
import type { Sweeper } from './sweeper'

/**
 * Stores the head of the audit trail outside the database on each worker with a data folder, and verifies the whole
 * trail once a night on every worker. A database without the last stored head was restored.
 */
export function journalSweeper(dataDir: string | undefined, startedAt: Date): Sweeper {
  let verifiedOn = parisDay(startedAt)
  const file = dataDir ? headsFileIn(dataDir) : null
  return {
    name: 'journal',
    everyMs: 5_000,
    whileHeld: true,
    everywhere: true,
    async run(ctx) {
      if (file && (await followJournal(ctx, file, await lastAgreedAt(ctx))) === 'behind')
        await recordRecovery(ctx, 'journal_behind')
      const day = parisDay(ctx.now)
      if (day === verifiedOn) return
      verifiedOn = day
      await checkJournal(ctx, file)
    },
  }
}
