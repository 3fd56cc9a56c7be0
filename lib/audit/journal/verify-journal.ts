import { randomBytes } from 'node:crypto'
import { withSystem } from '~/db/client'
import { findKeptKey } from '~/db/kept-key'
import type { OpContext } from '~/lib/kernel/op-context'
import { findHashes, findLastLink } from '../queries/audit'
import { type ChainBreak, verifyAuditChain } from '../verify-audit-chain'
import { type JournalHead, readHeads } from './heads-file'

export type JournalBreak =
  | ChainBreak
  /** The file of heads was altered. */
  | { reason: 'heads_altered' }
  /** A stored head is missing from the audit trail: its end was cut. */
  | { reason: 'cut'; sequence: bigint; at: string }
  /** The audit trail has another hash there: it was rewritten. */
  | { reason: 'rewritten'; sequence: bigint; at: string }
export type JournalCheck = {
  rows: bigint
  heads: number
  /** The number of times an operator agreed to a database with missing rows. */
  restorations: number
  broken: JournalBreak | null
}

/**
 * Verifies that each row follows from the previous one, and that the audit trail contains each head stored outside the
 * database (`headsFile`, if any).
 */
export async function verifyJournal(ctx: OpContext, headsFile: string | null): Promise<JournalCheck> {
  const key = headsFile ? await withSystem(ctx, (tx) => findKeptKey(tx, 'journal')) : null
  // Without a key no head was ever written with one: those in the file are not ours.
  const { heads, isIntact } = headsFile
    ? await readHeads(headsFile, key ?? randomBytes(32))
    : { heads: [], isIntact: true }
  const last = await withSystem(ctx, findLastLink)
  const broken = isIntact
    ? ((await verifyAuditChain(ctx)) ?? (await compareHeads(ctx, sinceRestoration(heads))))
    : ({ reason: 'heads_altered' } as const)
  return {
    rows: last?.sequence ?? 0n,
    heads: heads.length,
    restorations: heads.filter(({ restored }) => restored).length,
    broken,
  }
}

/** Returns the first of these heads that the audit trail does not contain unchanged. */
export async function compareHeads(
  ctx: OpContext,
  heads: readonly JournalHead[],
): Promise<JournalBreak | null> {
  const hashes = await withSystem(ctx, (tx) =>
    findHashes(
      tx,
      heads.map(({ sequence }) => BigInt(sequence)),
    ),
  )
  for (const { sequence, hash, at } of heads) {
    const found = hashes.get(sequence)
    if (found === undefined) return { reason: 'cut', sequence: BigInt(sequence), at }
    if (found !== hash) return { reason: 'rewritten', sequence: BigInt(sequence), at }
  }
  return null
}

function sinceRestoration(heads: readonly JournalHead[]): readonly JournalHead[] {
  return heads.slice(
    Math.max(
      0,
      heads.findLastIndex(({ restored }) => restored),
    ),
  )
}
