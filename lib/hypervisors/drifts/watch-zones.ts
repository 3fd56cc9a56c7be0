/**
 * Listens to the events of hypervisors and compares the affected server within a second or two. One worker listens to a
 * zone at a time, by a lease. Missed events (a broken connection, a dead worker) are covered by the minutely
 * comparison; nothing depends on an event.
 */

import { withSystem } from '~/db/client'
import { type Id, isId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import { everyZone, type ServesZone } from '~/lib/kernel/serves-zone'
import { systemContext } from '~/lib/kernel/system-context'
import type { Drivers } from '../open-drivers'
import { DriverError } from '../port/driver-error'
import { claimZoneLease } from '../queries/zone-lease'
import { compareInstance } from './compare-instance'
import type { ComparedZone } from './queries/compared-zones'
import { listWatchedZones, releaseWatches } from './queries/watch'

const renewMs = 3_000
/** Incus sends several events for one stop. */
const quietMs = 500

type Options = {
  workerId: string
  drivers: Pick<Drivers, 'watchZone' | 'hypervisorOf'>
  now: () => Date
  serves?: ServesZone
  /** Whether it may serve a zone at all; otherwise none is read. */
  servesAny?: () => boolean
}
type Watch = { ending: AbortController; done: Promise<void>; waiting: Map<string, NodeJS.Timeout> }

export type ZoneWatching = { stop(): Promise<void> }

export function watchZones({
  workerId,
  drivers,
  now,
  serves = everyZone,
  servesAny = () => true,
}: Options): ZoneWatching {
  const watches = new Map<Id<'zone'>, Watch>()
  const context = () => systemContext('zone watch', now())
  let comparing = Promise.resolve()

  async function compare(zone: ComparedZone, instanceId: Id<'instance'>): Promise<void> {
    try {
      const hypervisor = await withSystem(context(), (tx) => drivers.hypervisorOf(tx, zone))
      if (hypervisor) await compareInstance(context(), zone, hypervisor, instanceId)
    } catch (error) {
      log.warn({ zone: zone.code, instance: instanceId, err: error }, 'a server could not be compared')
    }
  }

  function watch(zone: ComparedZone): Watch {
    const ending = new AbortController()
    const waiting = new Map<string, NodeJS.Timeout>()
    const onChange = (instanceId: string) => {
      if (!isId('instance', instanceId)) return
      clearTimeout(waiting.get(instanceId))
      const onQuiet = () => {
        waiting.delete(instanceId)
        // Sequential: a failing rack must not use up the database's connections.
        comparing = comparing.then(() => compare(zone, instanceId))
      }
      waiting.set(instanceId, setTimeout(onQuiet, quietMs))
    }
    const done = drivers
      .watchZone(zone.id, onChange, ending.signal)
      .catch((error: unknown) => {
        const isEnd = ending.signal.aborted || error instanceof DriverError
        if (!isEnd) log.warn({ zone: zone.code, err: error }, 'a hypervisor could not be listened to')
      })
      .finally(() => watches.delete(zone.id))
    return { ending, done, waiting }
  }

  async function renew(): Promise<void> {
    if (watches.size === 0 && !servesAny()) return
    for (const zone of await withSystem(context(), listWatchedZones)) {
      const isOurs =
        serves(zone.id) &&
        (await withSystem(context(), (tx) => claimZoneLease(tx, zone.id, workerId, 'events')))
      const known = watches.get(zone.id)
      if (isOurs && !known) watches.set(zone.id, watch(zone))
      else if (!isOurs) known?.ending.abort()
    }
  }

  let isStopping = false
  let renewing = Promise.resolve()
  const turn = () => {
    renewing = renewing.then(async () => {
      if (isStopping) return
      await renew().catch((error: unknown) => log.warn({ err: error }, 'the watch of zones failed'))
    })
  }
  turn()
  const timer = setInterval(turn, renewMs)
  return {
    async stop() {
      isStopping = true
      clearInterval(timer)
      await renewing
      const open = [...watches.values()]
      for (const { ending, waiting } of open) {
        ending.abort()
        for (const each of waiting.values()) clearTimeout(each)
      }
      await Promise.all(open.map(({ done }) => done))
      await comparing
      await withSystem(context(), (tx) => releaseWatches(tx, workerId))
    },
  }
}
