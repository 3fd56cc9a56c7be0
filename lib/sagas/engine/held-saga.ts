import { type Tx, withSagas } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { systemContext } from '~/lib/kernel/system-context'
import type { Engine } from './engine'
import { extendLease, isLeaseHeld, type Lease, lockLease, releaseLease, type SagaRow } from './queries/leases'

/** Another worker holds the saga now: a caller that catches this stops without writing anything. */
export class LeaseLost extends Error {
  constructor(sagaId: string) {
    super(`the lease of ${sagaId} was taken over`)
    this.name = 'LeaseLost'
  }
}

/** A saga held by this worker. `signal` fires when the lease is no longer reliable. */
export type HeldSaga = {
  lease: Lease
  signal: AbortSignal
  /** Runs one transaction under the fence: refused as a whole when the lease was taken over. */
  write<T>(run: (tx: Tx, ctx: OpContext) => Promise<T>): Promise<T>
  read<T>(run: (tx: Tx) => Promise<T>): Promise<T>
  /** The same for reads, refused when the lease was taken over: the next outside effect must be ours. */
  readHeld<T>(run: (tx: Tx) => Promise<T>): Promise<T>
  /** Stops the heartbeat and releases the lease. */
  release(): Promise<void>
  /** Stops the heartbeat; the lease expires or was released in a write. */
  letGo(): void
}

/** Keeps the lease of an acquired saga alive until `release` or `letGo`. */
export function holdSaga(engine: Engine, row: SagaRow): HeldSaga {
  const lease = { sagaId: row.id, owner: engine.workerId, fence: row.fence }
  const context = () => systemContext('saga', engine.now(), row.id)
  const lost = new AbortController()
  let confirmedAt = performance.now()
  const beat = async () => {
    const askedAt = performance.now()
    // Also while an earlier beat is unanswered: a silent database must not extend the lease.
    if (askedAt - confirmedAt > engine.leaseSeconds * 1_000) lost.abort(new LeaseLost(row.id))
    try {
      const isOurs = await withSagas(context(), (tx) => extendLease(tx, lease, engine.leaseSeconds))
      if (isOurs) confirmedAt = askedAt
      else lost.abort(new LeaseLost(row.id))
    } catch {
      // The database does not answer now; the next beat tries again, until the lease has expired.
    }
  }
  const timer = setInterval(() => void beat(), engine.heartbeatMs)
  const letGo = () => clearInterval(timer)
  return {
    lease,
    signal: lost.signal,
    write: (run) =>
      withSagas(context(), async (tx) => {
        if (!(await lockLease(tx, lease))) throw new LeaseLost(row.id)
        return run(tx, context())
      }),
    read: (run) => withSagas(context(), run),
    readHeld: (run) =>
      withSagas(context(), async (tx) => {
        const [isOurs, result] = await Promise.all([isLeaseHeld(tx, lease), run(tx)])
        if (!isOurs) throw new LeaseLost(row.id)
        return result
      }),
    letGo,
    async release() {
      letGo()
      await withSagas(context(), (tx) => releaseLease(tx, lease))
    },
  }
}
