import type { Id } from '~/lib/kernel/ids'

export type DueSaga = { id: Id<'saga'>; organisationId: Id<'organisation'> }
export type Room = { perOrganisation: number; total: number }

/**
 * Chooses which due sagas to take now: one per organisation in turn, those with the fewest in progress first, so that a
 * customer who orders two hundred servers does not delay the others. Keeps the given order within an organisation.
 * Pure.
 */
export function chooseDue(
  due: readonly DueSaga[],
  inHand: ReadonlyMap<Id<'organisation'>, number>,
  room: Room,
): DueSaga[] {
  let total = [...inHand.values()].reduce((sum, each) => sum + each, 0)
  const waiting = new Map<Id<'organisation'>, DueSaga[]>()
  for (const saga of due)
    waiting.set(saga.organisationId, [...(waiting.get(saga.organisationId) ?? []), saga])
  const chosen: DueSaga[] = []
  for (let turn = 0; turn < room.perOrganisation; turn += 1) {
    for (const [organisationId, queue] of waiting) {
      if (total >= room.total) return chosen
      if ((inHand.get(organisationId) ?? 0) > turn) continue
      const saga = queue.shift()
      if (!saga) continue
      chosen.push(saga)
      total += 1
    }
  }
  return chosen
}
