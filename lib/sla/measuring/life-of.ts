import type { Span } from '../availability/compute-availability'

/** One change of state of a server or volume. Milliseconds since 1970, UTC. */
export type LifeStep = { at: number; to: string; causedBy: string }

/** From when a resource counts until when, and where its own customer kept it from working meanwhile. */
export type Life = {
  /** When it first worked; null of one that never did. */
  deliveredAt: number | null
  endedAt: number | null
  /** Half-open; without an end it is `Infinity`. */
  ownStops: Span[]
}

/** What is everybody's has been there always, and nobody stops it. */
export const alwaysThere: Life = { deliveredAt: 0, endedAt: null, ownStops: [] }

const working = {
  instance: ['running'],
  volume: ['available', 'attaching', 'attached', 'detaching', 'growing'],
} as const
const gone = ['deleted', 'purging', 'purged']
const isOwn = (step: LifeStep) => step.causedBy.startsWith('acc_')

/**
 * The life of a server or volume by its changes of state, oldest first. A stop is the customer's own from the moment
 * at which one of its accounts took it out of work (stop, restart, resize, rescue, restore, deletion) until it works
 * again. A start that fails ends it at the moment it was asked for: what is down from then on is not the customer's
 * doing. What somebody else stops is never an own stop. Deletion ends the life; one taken back is an own stop. Pure.
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
    } else if (step.to === 'deleted') {
      life.endedAt = step.at
    } else if (life.deliveredAt !== null) {
      if (before !== null && gone.includes(before) && !gone.includes(step.to)) {
        // Taken back: what was its end is a stop like any other.
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
