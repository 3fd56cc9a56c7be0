import { type Tx, withSagas } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import { systemContext } from '~/lib/kernel/system-context'
import { chooseDue, type Room } from './choose-due'
import { driveSaga } from './drive-saga'
import type { Engine } from './engine'
import { listDueSagas } from './queries/leases'
import { rememberUnknownSagas } from './unknown-sagas'

export type SagaRunner = {
  /** Looks for due sagas now; returns at once. */
  nudge(): void
  /** Whether a saga that this build knows is due and free: for a look in a transaction that is shared with others. */
  areDue(tx: Tx): Promise<boolean>
  /** No saga is in progress and no search is running. */
  isIdle(): boolean
  /** Takes no more sagas, lets steps end for `graceMs`, then aborts them; leases are released. */
  stop(graceMs: number): Promise<void>
}

const readUnknownMs = 60_000

type Options = {
  engine: Engine
  room: Room
  sweepMs: number
  /** Take only this saga: a worker that is made to crash in a test must not hold others. */
  onlySaga?: Id<'saga'> | undefined
}

/**
 * Takes due sagas, as many as there is room for, until stopped: at each nudge, and every `sweepMs` for those with a
 * lost nudge or a dead worker. An unavailable database is tried again at the next sweep.
 */
export function startSagaRunner(options: Options): SagaRunner {
  const { engine, room } = options
  const inHand = new Map<Id<'saga'>, { organisationId: Id<'organisation'>; done: Promise<void> }>()
  const hurry = new AbortController()
  let isStopping = false
  let looking: Promise<void> | null = null
  let lookAgain = false
  const retries = new Set<NodeJS.Timeout>()
  const unknown = rememberUnknownSagas(engine)

  const nudge = () => {
    if (isStopping) return
    if (looking) {
      lookAgain = true
      return
    }
    looking = look()
      .catch((error) => log.warn({ err: error }, 'could not look for due sagas'))
      .finally(() => {
        looking = null
        if (!lookAgain) return
        lookAgain = false
        nudge()
      })
  }

  async function look(): Promise<void> {
    const counts = new Map<Id<'organisation'>, number>()
    for (const { organisationId } of inHand.values())
      counts.set(organisationId, (counts.get(organisationId) ?? 0) + 1)
    const due = await withSagas(systemContext('saga', engine.now()), (tx) =>
      listDueSagas(tx, { now: engine.now(), ...room, except: unknown.ids() }),
    )
    const free = due.filter(
      (saga) => !inHand.has(saga.id) && (!options.onlySaga || saga.id === options.onlySaga),
    )
    for (const saga of chooseDue(free, counts, room)) {
      if (isStopping) return
      inHand.set(saga.id, { organisationId: saga.organisationId, done: take(saga.id) })
    }
  }

  async function take(id: Id<'saga'>): Promise<void> {
    try {
      const outcome = await driveSaga(engine, id, { isRequested: () => isStopping, signal: hurry.signal })
      log.debug({ saga: id, ...outcome }, 'saga put down')
      if (outcome.outcome === 'unknown') unknown.add(id)
      if (outcome.outcome === 'later') nudgeAfter(outcome.afterMs)
    } catch (error) {
      // Its lease expires and a worker takes it again: the rows contain its state.
      log.error({ saga: id, err: error }, 'saga dropped')
    } finally {
      inHand.delete(id)
      nudge()
    }
  }

  function nudgeAfter(millis: number): void {
    if (isStopping) return
    const timer = setTimeout(() => {
      retries.delete(timer)
      nudge()
    }, millis)
    retries.add(timer)
  }

  let reading: Promise<void> = Promise.resolve()
  const readUnknown = () => {
    reading = unknown
      .read()
      .catch((error) => log.warn({ err: error }, 'could not look for sagas of other versions'))
  }
  const sweep = setInterval(nudge, options.sweepMs)
  const unknownSweep = setInterval(readUnknown, readUnknownMs)
  readUnknown()
  nudge()
  return {
    nudge,
    async areDue(tx) {
      const any = { now: engine.now(), perOrganisation: 1, total: 1, except: unknown.ids() }
      return (await listDueSagas(tx, any)).length > 0
    },
    isIdle: () => inHand.size === 0 && looking === null,
    async stop(graceMs) {
      isStopping = true
      clearInterval(sweep)
      clearInterval(unknownSweep)
      for (const timer of retries) clearTimeout(timer)
      await Promise.all([looking, reading])
      const impatience = setTimeout(() => hurry.abort(new Error('the worker is leaving')), graceMs)
      await Promise.all([...inHand.values()].map((each) => each.done))
      clearTimeout(impatience)
    },
  }
}
