import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { linkHash } from './link-hash'
import { findLastLink, listUnchained, lockChain, setLinks } from './queries/audit'

const batch = 500

/**
 * Gives every committed audit row its sequence and hash. One worker chains at a time; the others return at once.
 * Returns how many rows were chained.
 */
export async function chainAudit(ctx: OpContext): Promise<number> {
  let chained = 0
  for (;;) {
    const count = await withSystem(ctx, async (tx) => {
      // Most looks find none, and need no lock.
      if ((await listUnchained(tx, 1)).length === 0 || !(await lockChain(tx))) return 0
      const rows = await listUnchained(tx, batch)
      let { sequence, hash } = (await findLastLink(tx)) ?? { sequence: 0n, hash: '' }
      const links = rows.map((row) => {
        sequence += 1n
        hash = linkHash(hash, sequence, row)
        return { id: row.id, sequence, hash }
      })
      await setLinks(tx, links)
      return links.length
    })
    chained += count
    if (count < batch) return chained
  }
}
