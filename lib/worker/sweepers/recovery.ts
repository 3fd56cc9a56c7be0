import { recordRecovery } from '~/lib/recovery'
import type { Sweeper } from './sweeper'

/** Detects a restored or promoted database within two seconds; it is held from its first query on. */
export const recoverySweeper: Sweeper = {
  name: 'recovery',
  everyMs: 2_000,
  whileHeld: true,
  run: (ctx) => recordRecovery(ctx),
}
