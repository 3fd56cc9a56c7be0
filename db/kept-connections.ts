/**
 * The connections of a pool, each taken from the driver once and kept until the pool is closed. The driver would lend them
 * one use at a time, but its list of free connections grows by an entry with each use for as long as it is never
 * empty, and each use looks through all of it: a site whose connections were never all in use at once had
 * queries take twice as long after a quarter of a million, and so on without end.
 */
import type postgres from 'postgres'

type Unsafe = postgres.Sql['unsafe']

export type KeptConnection = {
  readonly unsafe: Unsafe
  /** Why nothing may be said on it any more: the driver may have opened it again for another. */
  cut?: Error
  /** Who is at work on it is told when it is cut. */
  onCut?: ((error: Error) => void) | undefined
}

export type KeptConnections = {
  /**
   * A connection for the caller alone: the one given back last, a new one, or, in the order of coming, the next one that
   * is given back.
   *
   * @throws NotBegun when it waited and was sent away; what the driver says when there is no server
   */
  take(): Promise<KeptConnection>
  giveBack(connection: KeptConnection): void
  /** These are not used any more: who waits for one, or comes for one, is told to ask others. */
  turnAway(): void
}

/** Nothing was asked of the server: the same may be begun on other connections. */
export class NotBegun extends Error {
  readonly code = 'CONNECTION_CLOSED'
}

/** The server, or what stands before it, gave no connection that could be used. */
class Unreachable extends Error {
  readonly code = 'CONNECT_TIMEOUT'
}

/** What the driver gives to whoever asks which connection executes. */
type DriverConnection = { onclose: ((error: Error) => void) | null; reserved: unknown }
type Kept = KeptConnection & { release(): void }
type Waiting = { resolve(connection: KeptConnection): void; reject(error: unknown): void }

export function keepConnections(client: postgres.Sql): KeptConnections {
  const free: Kept[] = []
  const waiting: Waiting[] = []
  let opening = 0
  let count = 0
  let isLeft = false
  const away = () => new NotBegun('these connections are being closed')

  function offer(kept: Kept): void {
    if (kept.cut) return
    const next = waiting.shift()
    if (next) next.resolve(kept)
    else if (isLeft) kept.release()
    else free.push(kept)
  }

  /** Open as many more as are waited for, as far as the pool may have them. */
  function grow(): void {
    while (!isLeft && opening < waiting.length && count < client.options.max) {
      opening += 1
      count += 1
      void openOne()
    }
  }

  async function openOne(): Promise<void> {
    const kept = await within(reserveOne(client, lost), openedWithinMs).catch((error: unknown) => {
      count -= 1
      waiting.shift()?.reject(error)
      return null
    })
    opening -= 1
    if (kept) offer(kept)
    else grow()
  }

  /** Whoever opened these leaves them when one of them is cut (`durable-pool.ts`): no other is opened in its place. */
  function lost(kept: Kept): void {
    const at = free.indexOf(kept)
    if (at >= 0) free.splice(at, 1)
  }

  return {
    async take() {
      const kept = free.pop()
      if (kept) return kept
      if (isLeft) throw away()
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        grow()
      })
    },
    giveBack(connection) {
      connection.onCut = undefined
      offer(connection as Kept)
    },
    turnAway() {
      isLeft = true
      for (const { reject } of waiting.splice(0)) reject(away())
      for (const kept of free.splice(0)) kept.release()
    },
  }
}

/** As long as the driver itself waits for one connection. */
const openedWithinMs = 10_000

/**
 * The driver tries again without end where connections are accepted and closed at once, as by a proxy without a server
 * behind it: whoever waits is told after a while. A connection that comes later all the same is given back.
 */
async function within(opening: Promise<Kept>, millis: number): Promise<Kept> {
  let timer: NodeJS.Timeout | undefined
  let isLate = false
  opening.then(
    (kept) => {
      if (isLate) kept.release()
    },
    () => undefined,
  )
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true
      reject(new Unreachable('no connection was opened in time'))
    }, millis)
  })
  try {
    return await Promise.race([opening, late])
  } finally {
    clearTimeout(timer)
  }
}

/** @param lost told once when the connection is cut */
async function reserveOne(client: postgres.Sql, lost: (kept: Kept) => void): Promise<Kept> {
  const reserved = await client.reserve()
  let connection: DriverConnection | null = null
  const kept: Kept = {
    unsafe: reserved.unsafe,
    release() {
      if (!connection) return
      connection.onclose = null
      // The driver looks after an answer whether it is to close a connection that nobody has reserved, and then alone:
      // one given back by its own `release` while it closes its pool stays open for ever.
      connection.reserved = null
      reserved.unsafe('').catch(() => undefined)
    },
  }
  await reserved.unsafe('', [], {
    // The driver's way to tell a transaction of its own which connection it has.
    onexecute(executing: DriverConnection) {
      connection = executing
      executing.onclose = (error) => {
        kept.cut = error
        lost(kept)
        kept.onCut?.(error)
      }
      return true
    },
  } as postgres.UnsafeQueryOptions)
  return kept
}
