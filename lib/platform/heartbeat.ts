import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { rawTransaction } from '~/db/client'
import type { ProcessKind, SweeperRecord } from '~/db/schema/platform'
import { rereadKeys } from '~/lib/kernel/configuration/load'
import { readVariable } from '~/lib/kernel/configuration/read'
import { log } from '~/lib/kernel/log'
import { readCircuits } from '~/lib/kernel/metrics/circuits'
import { addSource } from '~/lib/kernel/metrics/recorder'
import { userIn } from '~/lib/kernel/secrets/address-passwords'
import { describeKeys } from '~/lib/kernel/secrets/keyring'
import { checkReadiness, isServing, readyAnswer } from '~/lib/readiness'
import { deleteHeartbeat, type Heartbeat, upsertHeartbeat } from './queries/heartbeats'

const beatMs = 15_000
/** A database that does not answer must not keep a process from ending. */
const leaveMs = 2_000

type Options = {
  kind: ProcessKind
  id?: string
  startedAt: Date
  /** Of a worker. */
  sweepers?: () => SweeperRecord
  /** Runs after each beat: a process that needs no database otherwise closes its connection. */
  afterBeat?: () => Promise<void>
}

export type Heartbeats = {
  /** Resolves when the row of this process is removed, or within two seconds. */
  stop(): Promise<void>
}

/** A rotation replaces files of keys and waits until each process reports that it has read them. */
function readKeysAgain() {
  if (rereadKeys()) log.info(describeKeys(), 'keys were read again')
  return describeKeys()
}

/** A rotation of passwords closes no login of an address that this process has. */
const readFurtherLogins = () =>
  (['QUEUE_DATABASE_URL', 'SIMULATOR_DATABASE_URL', 'REPLICA_DATABASE_URL'] as const)
    .map((name) => userIn(readVariable(name) ?? ''))
    .filter((user) => user !== '')

/** Writes every fifteen seconds that this process runs, and exports its version and readiness. */
export function startHeartbeats(options: Options): Heartbeats {
  const { kind, startedAt } = options
  const role = kind === 'console' ? 'worker' : kind === 'api' ? 'portal' : kind
  const id = options.id ?? `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  const version = process.env.PRODUCT_VERSION || 'unknown'
  const schemaVersion = process.env.SCHEMA_VERSION || 'unknown'
  let isReady = false
  let running = Promise.resolve()

  const removeSource = addSource(() => [
    { metric: 'process', labels: { kind, version, schema: schemaVersion }, value: 1 },
    { metric: 'ready', labels: {}, value: isReady ? 1 : 0 },
  ])

  async function beat(): Promise<void> {
    try {
      const checks = await checkReadiness(role)
      isReady = readyAnswer(checks).status === 200
      if (!isServing(checks)) return
      const row: Heartbeat = {
        id,
        kind,
        version,
        schemaVersion,
        startedAt,
        isReady,
        sweepers: options.sweepers?.() ?? {},
        circuits: readCircuits(),
        keys: readKeysAgain(),
        furtherLogins: readFurtherLogins(),
      }
      await rawTransaction(role, (sql) => upsertHeartbeat(sql, row))
    } catch (error) {
      // The operator sees the silent row.
      log.debug({ err: error }, 'the heartbeat could not be written')
    } finally {
      await options.afterBeat?.()
    }
  }

  let isBusy = false
  const turn = () => {
    if (isBusy) return
    isBusy = true
    running = beat().finally(() => {
      isBusy = false
    })
  }
  turn()
  const timer = setInterval(turn, beatMs)

  return {
    async stop() {
      clearInterval(timer)
      removeSource()
      const left = running.then(() => rawTransaction(role, (sql) => deleteHeartbeat(sql, id)))
      await Promise.race([left.catch(() => undefined), pause(leaveMs, undefined, { ref: false })])
    },
  }
}
