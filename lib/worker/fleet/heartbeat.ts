import { writeFile } from 'node:fs/promises'
import { type Tx, withSystem } from '~/db/client'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { databaseFollower } from '~/lib/recovery'
import type { SagaVocabulary } from '~/lib/sagas'
import type { Queue } from '../queue'
import type { Sweeper } from '../sweepers/sweeper'
import { membersOf } from './members'
import {
  deleteHeartbeats,
  type LivePool,
  listKnownZones,
  listLongHeldJobs,
  recordHeartbeat,
  unlockDeadWorkers,
} from './queries/worker'
import type { KnownShare } from './share'

type Self = {
  workerId: string
  startedAt: Date
  sagaSteps: SagaVocabulary
  queue: Pick<Queue, 'poolIds' | 'lastTakenAt' | 'dropLost'>
  share: KnownShare
  /** The sweepers of this build, those that it runs now, and those that fail here. */
  sweepers: { names: readonly string[]; running(): string[]; failing(): string[] }
  /** Zones whose hypervisor this worker did not reach last. */
  unreached: ReadonlySet<string>
  /** Written at each heartbeat. */
  file?: string | undefined
  /** The clock by which its sweepers judge what is due. */
  clock?: () => Date
}

export type WorkerHeartbeat = {
  sweeper: Sweeper
  beat(ctx: OpContext): Promise<void>
  /** Its sweepers go to others; it is alive until it is removed, so that none of its jobs are released. */
  withdraw(ctx: OpContext): Promise<void>
}

const beatMs = 1_000
const youngerBeatMs = 3_000
/** A sweeper acts by the clock of its worker: with a wrong one it acts early or late. */
const clockErrorMaxMs = 5_000
/** A worker serves the zones for which it runs this sweeper. */
const zoneSweeper = 'zone comparison'

/**
 * One transaction that leaves the mark of decision 0073, records that this worker is alive, reads who else is, and releases
 * the jobs of workers that have been silent for ten seconds: the queue itself would keep them locked for hours. Also
 * releases jobs assigned to this worker that it does not know.
 *
 * The two oldest workers write each second, so that a mark is a second old also when one of them dies; others every three
 * seconds, and at once when the others must know of a change.
 */
export function workerHeartbeat(self: Self, nowMs: () => number = () => performance.now()): WorkerHeartbeat {
  const { workerId, startedAt, sagaSteps, queue, share, clock = systemNow } = self
  const follow = databaseFollower(workerId)
  let isLeaving = false
  let lastMs = Number.NEGATIVE_INFINITY
  let lastNews = ''
  let isClockWrong = false
  let queueFailure: { error: unknown } | null = null

  /** With a wrong clock, all: a worker with a right one does its work, if there is one. */
  const failing = () => (isClockWrong ? [...self.sweepers.names] : self.sweepers.failing())

  function judgeClock(databaseMs: number): void {
    const errorMs = clock().getTime() - databaseMs
    const wasWrong = isClockWrong
    isClockWrong = Math.abs(errorMs) > clockErrorMaxMs
    if (isClockWrong && !wasWrong)
      log.warn(
        { errorMs: Math.round(errorMs) },
        'the clock of this machine differs from that of the database',
      )
  }

  async function tendQueue(tx: Tx, own: readonly string[], pools: readonly LivePool[]): Promise<void> {
    await unlockDeadWorkers(
      tx,
      pools.map(({ poolId }) => poolId),
    )
    queue.dropLost(await listLongHeldJobs(tx, own))
  }

  async function record(tx: Tx, poolIds: readonly string[]): Promise<void> {
    const pools = await recordHeartbeat(tx, {
      workerId,
      startedAt,
      sagaSteps,
      poolIds,
      lastTakenAt: queue.lastTakenAt(),
      sweepers: isLeaving ? [] : self.sweepers.names,
      unreachedZones: [...self.unreached],
      failingSweepers: failing(),
      assignedSweepers: self.sweepers.running(),
      assignedZones: share.servedZones(zoneSweeper),
    })
    const [any] = pools
    if (any) judgeClock(any.databaseMs)
    // What was just found of its clock is not in the row yet.
    const members = membersOf(pools).map((member) =>
      member.workerId === workerId ? { ...member, failingSweepers: failing() } : member,
    )
    share.update(members, await listKnownZones(tx))
    // A queue that cannot be looked after stops no other work.
    await tx
      .transaction((inner) => tendQueue(inner, poolIds, pools))
      .catch((error: unknown) => {
        queueFailure = { error }
      })
  }

  async function beat(ctx: OpContext): Promise<void> {
    const poolIds = queue.poolIds()
    const news = JSON.stringify([poolIds, [...self.unreached], failing(), isLeaving])
    const isDue = share.isElder() || nowMs() - lastMs >= youngerBeatMs - beatMs / 2
    if (!isDue && news === lastNews) return
    const begunMs = nowMs()
    queueFailure = null
    await follow(ctx, (tx) => record(tx, poolIds))
    lastMs = begunMs
    lastNews = news
    if (self.file) await writeFile(self.file, '')
    if (queueFailure) throw (queueFailure as { error: unknown }).error
  }

  return {
    sweeper: {
      name: 'worker heartbeat',
      everyMs: beatMs,
      whileHeld: true,
      everywhere: true,
      alone: true,
      run: beat,
    },
    beat,
    async withdraw(ctx) {
      isLeaving = true
      await beat(ctx)
    },
  }
}

export async function removeHeartbeat(ctx: OpContext, workerId: string): Promise<void> {
  await withSystem(ctx, (tx) => deleteHeartbeats(tx, workerId))
}
