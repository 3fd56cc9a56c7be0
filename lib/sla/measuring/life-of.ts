import type { Span } from '../availability/compute-availability'

/** One change of state of a server or volume. Milliseconds since 1970, UTC. */
export type LifeStep = { at: number; to: string; causedBy: string }

/** The interval in which a resource counts, and its own customer's stops. */
export type Life = {
  /** When it first worked; null if it never did. */
  deliveredAt: number | null
  endedAt: number | null
  /** Half-open; `Infinity` when open-ended. */
  ownStops: Span[]
}

/** A shared subject (zone or site) exists always and has no own stops. */
export const permanentLife: Life = { deliveredAt: 0, endedAt: null, ownStops: [] }

const working = {
  instance: ['running'],
  volume: ['available', 'attaching', 'attached', 'detaching', 'growing'],
} as const
const gone = ['deleted', 'purging', 'purged']
const isOwn = (step: LifeStep) => step.causedBy.startsWith('acc_')

/**
 * The life of a server or volume from its state changes, oldest first. An own stop lasts from the moment a customer
 * account took it out of work (stop, restart, resize, rescue, restore, deletion) until it works again. A failed start
 * ends the own stop at the moment of the request: later downtime is not the customer's doing. A stop by anyone else is
 * never an own stop. Deletion or erasure ends the life; a deletion that is reverted is an own stop. Pure.
 */
export function lifeOf(kind: keyof typeof working, steps: readonly LifeStep[]): Life {
  const works = (state: string) => (working[kind] as readonly string[]).includes(state)
  const life: Life = { deliveredAt: null, endedAt: null, ownStops: [] }
  let ownSince: number | null = null
  let startAskedAt: number | null = null
  let before: string | null = null
  const end = (at: number) => {
    if (ownSince !== null && ownSince < at) life.ownStops.push({ from: ownSince, to: at })
    ownSince = null
  }
  for (const step of steps) {
    if (works(step.to)) {
      life.deliveredAt ??= step.at
      end(step.at)
      startAskedAt = null
    } else if (gone.includes(step.to)) {
      // A resource without an object is erased without a deletion.
      life.endedAt ??= step.at
    } else if (life.deliveredAt !== null) {
      if (before !== null && gone.includes(before) && !gone.includes(step.to)) {
        // Deletion reverted: its end becomes an own stop.
        ownSince ??= life.endedAt
        life.endedAt = null
      } else if (before !== null && works(before) && isOwn(step)) ownSince = step.at
      if (step.to === 'starting') startAskedAt = step.at
      else if (startAskedAt !== null && (step.to === 'stopped' || step.to === 'failed')) {
        end(startAskedAt)
        startAskedAt = null
      }
    }
    before = step.to
  }
  if (ownSince !== null) end(life.endedAt ?? Number.POSITIVE_INFINITY)
  return life
}
