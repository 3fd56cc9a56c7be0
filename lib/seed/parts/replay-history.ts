import { withSystem } from '~/db/client'
import { addSeconds } from '~/lib/kernel/time/clock'
import { refreshOrderLine } from '~/lib/ordering'
import { pruneScheduled, purgeAfterGrace, takeScheduled } from '~/lib/resources'
import { seedSystem } from '../contexts'
import { histories } from '../demonstration/history'
import type { SagaPlayer } from '../saga-player'
import { actHistory } from './act-history'
import type { Scene } from './history-scene'
import * as queries from './queries/seed'
import type { LateRoom } from './seed-datacenters'
import type { Moderator, SeededOrganisation } from './seed-people'

/**
 * Plays every organisation's history in chronological order: each order, start and stop calls its use case and is
 * carried out in the simulator at that moment, so usage and transitions are realistic. Rooms open in between.
 */
export async function replayHistory(
  today: Date,
  organisations: readonly SeededOrganisation[],
  player: SagaPlayer,
  { moderator, lateRooms }: { moderator: Moderator; lateRooms: readonly LateRoom[] },
): Promise<void> {
  await player.checkZones()
  const names = await withSystem(seedSystem(today), (tx) => queries.readSeedNames(tx))
  const closed = [...lateRooms].sort((a, b) => a.at.getTime() - b.at.getTime())
  for (const scene of scenes(today, organisations)) {
    while (closed[0] && closed[0].at <= scene.at) await closed.shift()?.open()
    await followSchedules(scene.at, player)
    await purgeUntil(scene.at, player)
    player.setClock(scene.at)
    await actHistory(scene, names, moderator)
    // Its servers are connected to a network that exists.
    if (scene.event.do === 'network') await player.applyNetworks()
    await player.carryOut()
    await finishOpenLines(addSeconds(scene.at, 30))
  }
  await followSchedules(today, player)
  await purgeUntil(today, player)
  await player.applyNetworks()
}

/** Returns all events of all organisations, oldest first. Pure. */
function scenes(today: Date, organisations: readonly SeededOrganisation[]): Scene[] {
  const midnight = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate())
  return organisations
    .flatMap((organisation) =>
      (histories[organisation.key] ?? []).map((event) => ({
        ...organisation,
        event,
        at: new Date(midnight - event.at * 86_400_000 + event.hour * 3_600_000),
      })),
    )
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1))
}

async function finishOpenLines(at: Date): Promise<void> {
  const lines = await withSystem(seedSystem(at), (tx) => queries.listOpenLines(tx))
  for (const line of lines) await refreshOrderLine(seedSystem(at), line)
}

/** Takes every scheduled snapshot due by then at its moment, and deletes expired ones. */
async function followSchedules(at: Date, player: SagaPlayer): Promise<void> {
  for (;;) {
    const due = await withSystem(seedSystem(at), (tx) => queries.findNextScheduled(tx, at))
    if (!due) return
    player.setClock(due)
    await takeScheduled(seedSystem(due))
    await player.carryOut()
    await pruneScheduled(seedSystem(due))
    await player.carryOut()
  }
}

/** Erases what was deleted more than its grace ago, at the moment when its grace ended. */
async function purgeUntil(at: Date, player: SagaPlayer): Promise<void> {
  const due = await withSystem(seedSystem(at), (tx) => queries.listGraceEnds(tx, at))
  for (const end of due) {
    player.setClock(end)
    await purgeAfterGrace(seedSystem(end))
    await player.carryOut()
  }
}
