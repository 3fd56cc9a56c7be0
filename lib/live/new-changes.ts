import type { Change, Reading } from './queries/changes'

/** How far the changes were read: `seen` are transactions from `from` on whose changes were delivered. */
export type Position = { run: string; from: bigint; seen: ReadonlySet<bigint> }

/**
 * Changes of `reading` that were not delivered yet, and the new position; null changes when the database is not the one
 * of the position, or has lost its changes. The first reading has no position: all that it holds is new. A transaction that began early may commit late: all from the oldest open one on are read again. Pure.
 */
export function newChanges(
  position: Position | null,
  { run, oldest, next, changes }: Reading,
): { changes: Change[] | null; position: Position } {
  const seen = new Set(changes.flatMap(({ transaction }) => (transaction >= oldest ? [transaction] : [])))
  const after = { run, from: oldest, seen }
  if (position === null) return { changes: [...changes], position: after }
  // Numbers of transactions only grow, except in a copy from before.
  if (run !== position.run || next < position.from) return { changes: null, position: after }
  return { changes: changes.filter(({ transaction }) => !position.seen.has(transaction)), position: after }
}
