import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { linkHash } from './link-hash'
import { listChained } from './queries/audit'

export type ChainBreak = { sequence: bigint; id: string; reason: 'missing_before' | 'altered' }

const batch = 1_000

/**
 * Reads the whole audit trail; returns the first row that was altered or does not follow its predecessor, otherwise
 * null.
 */
export async function verifyAuditChain(ctx: OpContext): Promise<ChainBreak | null> {
  let previous = { sequence: 0n, hash: '' }
  for (;;) {
    const rows = await withSystem(ctx, (tx) => listChained(tx, previous.sequence, batch))
    for (const row of rows) {
      const sequence = row.sequence ?? 0n
      if (sequence !== previous.sequence + 1n) return { sequence, id: row.id, reason: 'missing_before' }
      if (row.hash !== linkHash(previous.hash, sequence, row))
        return { sequence, id: row.id, reason: 'altered' }
      previous = { sequence, hash: row.hash }
    }
    if (rows.length < batch) return null
  }
}
