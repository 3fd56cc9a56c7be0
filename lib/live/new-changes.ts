import type { Change, Reading } from './queries/changes'

/** How far the changes were read. */
export type Position = { run: string; snapshot: string; next: bigint }

/**
 * The changes of `reading`, and the new position; null changes when the database is not the one of the position, or has
 * lost its changes. Pure.
 */
export function newChanges(
  position: Position | null,
  { run, snapshot, next, changes }: Reading,
): { changes: Change[] | null; position: Position } {
  const after = { run, snapshot, next }
  // Numbers of transactions only grow, except in a copy from before.
  const isOther = position !== null && (run !== position.run || next < position.next)
  return { changes: isOther ? null : [...changes], position: after }
}
