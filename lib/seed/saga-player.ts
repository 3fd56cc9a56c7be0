import { withSystem } from '~/db/client'
import { checkBalancers, type Drivers, openDrivers, openSimulator } from '~/lib/hypervisors/runtime'
import {
  applyAddresses,
  applyNetworks,
  definitionOf,
  observeBalancers,
  sagaVocabulary,
} from '~/lib/resources/runtime'
import { carryOutSaga, engineDefaults, neverCrash } from '~/lib/sagas/runtime'
import { seedSystem } from './contexts'
import { listDueSagaIds } from './parts/queries/seed'

type Measured = Awaited<ReturnType<Drivers['measureServers']>>['measured']

/** Carries out sagas at a moment of the past, in a simulator without latency. */
export type SagaPlayer = {
  setClock(now: Date): void
  /** Resolves when every due saga has ended. */
  carryOut(): Promise<void>
  /** Records which zones have load balancers. */
  checkZones(): Promise<void>
  /** Applies the rules of every network and the targets of every public address, and observes load balancers. */
  applyNetworks(): Promise<void>
  /** Returns the use of the servers running at that time. */
  measure(at: Date): Promise<Measured>
  close(): Promise<void>
}

export async function openSagaPlayer(simulatorDatabaseUrl: string, start: Date): Promise<SagaPlayer> {
  let now = start
  // Time passes between two reads of the clock, so that later events have later dates.
  const clock = () => {
    now = new Date(now.getTime() + 5)
    return now
  }
  const simulator = openSimulator({ databaseUrl: simulatorDatabaseUrl, installation: 'seed', now: clock })
  await simulator.setLatencyPercent(0)
  const drivers = await openDrivers({ simulatorDatabaseUrl, now: clock })
  const engine = {
    ...engineDefaults,
    definitionOf,
    vocabulary: sagaVocabulary,
    workerId: 'seed',
    driverFor: drivers.driverFor,
    now: clock,
    random: () => 0,
    crash: neverCrash,
  }
  return {
    setClock: (at) => {
      now = at
    },
    async carryOut() {
      for (;;) {
        const due = await withSystem(seedSystem(now), (tx) => listDueSagaIds(tx, now))
        if (due.length === 0) return
        for (const id of due) await carryOutSaga(engine, id)
      }
    },
    async checkZones() {
      await checkBalancers(seedSystem(now), drivers)
    },
    async applyNetworks() {
      await applyNetworks(seedSystem(now), drivers)
      await applyAddresses(seedSystem(now), drivers)
      await observeBalancers(seedSystem(now), drivers)
    },
    async measure(at) {
      now = at
      const { measured, failures } = await drivers.measureServers(AbortSignal.timeout(10_000))
      if (failures.length > 0) throw failures[0]
      return measured
    },
    async close() {
      await simulator.setLatencyPercent(100)
      await simulator.close()
      await drivers.close()
    },
  }
}
