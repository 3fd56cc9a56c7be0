import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import type { Id } from '~/lib/kernel/ids'
import { accounts } from '../accounts'
import { type Posting, postTransaction } from '../post-transaction'

/** A seeded random generator of our own, so that a library update does not change the sequence. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const names = Object.values(accounts)
const customers = Array.from({ length: 20 }, (_, n) => `C${String(n + 1).padStart(6, '0')}`)

/** Two to six entries that sum to zero, on any accounts. */
function anyPostings(random: (below: number) => number): Posting[] {
  const sides: Posting[] = Array.from({ length: 1 + random(5) }, () => {
    const account = names[random(names.length)] ?? names[0]
    const auxiliary = customers[random(customers.length)] ?? ''
    const cents = BigInt(1 + random(10_000_000))
    return {
      account: account ?? '',
      ...(account?.startsWith('41') && { auxiliary }),
      ...(random(2) === 0 ? { debitCents: cents } : { creditCents: cents }),
    }
  })
  const sum = sides.reduce((total, side) => total + (side.debitCents ?? 0n) - (side.creditCents ?? 0n), 0n)
  if (sum === 0n)
    return [
      ...sides,
      { account: accounts.bank, debitCents: 7n },
      { account: accounts.suspense, creditCents: 7n },
    ]
  return [...sides, { account: accounts.bank, ...(sum > 0n ? { creditCents: sum } : { debitCents: -sum }) }]
}

/** Expected balances by account and customer, added up posting by posting. */
export type Fold = Map<string, bigint>

class Abandoned extends Error {}

/**
 * Posts `count` random transactions to a seller's books: some database transactions hold several, eight run at once,
 * every tenth is rolled back. Returns the number of committed transactions and the independently folded balances.
 */
export async function postAtRandom(
  sellingEntityId: Id<'sellingEntity'>,
  count: number,
  seed: number,
): Promise<{ posted: number; fold: Fold }> {
  const random = numbers(seed)
  const groups: { postings: Posting[][]; isAbandoned: boolean }[] = []
  for (let made = 0; made < count; ) {
    const isAbandoned = random(10) === 0
    const size = Math.min(1 + random(4), count - made)
    groups.push({ postings: Array.from({ length: size }, () => anyPostings(random)), isAbandoned })
    if (!isAbandoned) made += size
  }
  const fold: Fold = new Map()
  let posted = 0
  let next = 0
  const work = async () => {
    for (let mine = next++; mine < groups.length; mine = next++) {
      const group = groups[mine]
      if (!group) return
      const ctx = systemTestContext()
      const kept = withSystem(ctx, async (tx) => {
        for (const postings of group.postings)
          await postTransaction(tx, ctx.now, {
            sellingEntityId,
            organisationId: null,
            kind: 'allocation',
            pieceReference: `T13-${mine}`,
            label: 'Écriture tirée au sort',
            occurredOn: '2026-11-24',
            postings,
          })
        if (group.isAbandoned) throw new Abandoned()
      })
      if (group.isAbandoned) {
        await kept.catch((error: unknown) => {
          if (!(error instanceof Abandoned)) throw error
        })
        continue
      }
      await kept
      posted += group.postings.length
      for (const { account, auxiliary = '', debitCents = 0n, creditCents = 0n } of group.postings.flat()) {
        const key = `${account} ${auxiliary}`
        fold.set(key, (fold.get(key) ?? 0n) + debitCents - creditCents)
      }
    }
  }
  await Promise.all(Array.from({ length: 8 }, work))
  return { posted, fold }
}
