import type { Tx } from '~/db/client'
import {
  type BackendObservation,
  type BalancerObservation,
  DriverError,
  servesWithout,
} from '~/lib/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { EffectInput, EffectStep, SagaInputs } from '~/lib/sagas'
import type { SagaKind } from '~/lib/sagas/client'
import { instanceOf } from '../sagas/outside'
import { listPoolCandidates } from './queries/balancers'
import { endDrain, insertDrain, listBalancersOfServer, type PlacedBalancer } from './queries/drains'
import { resolvePool } from './resolve-pool'

/** Open connections get this long to end; a server that serves longer ones is interrupted. */
const drainTurns = 60
const putBackTurns = 15
const turnMs = 1_000
/** Of one balancer, in a row: one whose containers are just made again fails for a moment. */
const failuresAllowed = 3
/** Asking again would only wait again. */
const lasting: readonly DriverError['code'][] = ['timeout', 'hypervisor_unreachable', 'member_down']

type Applies<K extends SagaKind> = (input: SagaInputs[K]) => boolean

/**
 * Takes the server out of every load balancer before it is interrupted, and waits for its open connections. Nothing is
 * waited for where no other server of the pool answers: new connections would be refused for longer. A balancer that does
 * not answer holds nothing up: the server must be able to leave its host.
 */
export function drainStep<K extends SagaKind>(applies: Applies<K> = () => true): EffectStep<K> {
  return {
    type: 'effect',
    name: 'drain',
    applies,
    async run(step) {
      const id = instanceOf(step.saga)
      const { organisationId, id: sagaId } = step.saga
      const balancers = await step.read(async (tx) => {
        await insertDrain(tx, { instanceId: id, organisationId, sagaId, since: step.now() })
        return listUsers(tx, id)
      })
      const left = await repeatInEach(step, balancers, drainTurns, async (balancer) => {
        const backend = await findBackend(step, balancer)
        if (!backend) return 'done'
        if (backend.isDraining) return mayGo(backend) ? 'done' : 'again'
        await setDraining(step, balancer, true)
        // Connections to a server that hangs do not end.
        if (backend.health === 'down') return 'done'
        const after = await findBackend(step, balancer)
        return !after || (after.isDraining && mayGo(after)) ? 'done' : 'again'
      })
      return { balancers: balancers.length, connectionsLeftIn: left }
    },
    undo: putBack,
  }
}

/** Puts the server back into every load balancer, and waits until they use it. */
export function putBackStep<K extends SagaKind>(applies: Applies<K> = () => true): EffectStep<K> {
  return { type: 'effect', name: 'put_back', applies, run: putBack, undo: 'nothing' }
}

/**
 * Ends the draining of a server that stays stopped. Observations tell its load balancers, which then find by their checks
 * whether it answers.
 */
export async function endDrainOfStopped(tx: Tx, saga: { id: Id<'saga'>; resourceId: string }): Promise<void> {
  await endDrain(tx, instanceOf(saga), saga.id)
}

async function putBack<K extends SagaKind>(step: EffectInput<K>): Promise<undefined> {
  const id = instanceOf(step.saga)
  const balancers = await step.read(async (tx) => {
    await endDrain(tx, id, step.saga.id)
    return listUsers(tx, id)
  })
  await repeatInEach(step, balancers, putBackTurns, async (balancer) => {
    const backend = await findBackend(step, balancer)
    if (!backend) return 'done'
    if (backend.isDraining === false) return backend.health === 'up' ? 'done' : 'again'
    await setDraining(step, balancer, false)
    const after = await findBackend(step, balancer)
    return after && (after.isDraining !== false || after.health !== 'up') ? 'again' : 'done'
  })
}

/** The balancers that work and have the server in their pool. */
async function listUsers(tx: Tx, id: Id<'instance'>): Promise<Id<'balancer'>[]> {
  const balancers = await listBalancersOfServer(tx, id)
  const [first] = balancers
  if (!first) return []
  const candidates = (await listPoolCandidates(tx, first)).filter((each) => each.id === id)
  const uses = ({ settings, networkId }: PlacedBalancer) =>
    resolvePool(settings.pool, networkId, candidates).length > 0
  return balancers.filter(uses).map((balancer) => balancer.id)
}

/**
 * Repeats until every balancer is done or has failed too often, a bounded number of turns; returns how many were neither.
 */
async function repeatInEach<K extends SagaKind>(
  step: EffectInput<K>,
  balancers: readonly Id<'balancer'>[],
  turns: number,
  act: (balancer: Id<'balancer'>) => Promise<'done' | 'again'>,
): Promise<number> {
  let open = [...balancers]
  const failures = new Map<Id<'balancer'>, number>()
  for (let turn = 1; open.length > 0 && turn <= turns; turn += 1) {
    const left: Id<'balancer'>[] = []
    for (const balancer of open) {
      try {
        if ((await act(balancer)) === 'again') left.push(balancer)
        failures.delete(balancer)
      } catch (error) {
        if (!(error instanceof DriverError)) throw error
        const failed = (failures.get(balancer) ?? 0) + 1
        failures.set(balancer, failed)
        if (failed < failuresAllowed && !lasting.includes(error.code)) {
          left.push(balancer)
          continue
        }
        log.warn({ balancer, err: error }, 'a server could not be drained or put back in a load balancer')
      }
    }
    open = left
    if (open.length > 0 && turn < turns) await step.wait(turnMs)
  }
  return open.length
}

type Seen = BackendObservation & { isNeeded: boolean }

const mayGo = ({ connections, isNeeded }: Seen) => connections === 0 || isNeeded

/**
 * The server as the balancer sees it, and whether no other one of the pool answers; null when no connection can come from
 * there.
 *
 * @throws DriverError `busy` while the balancer serves nothing
 */
async function findBackend<K extends SagaKind>(
  { driver, saga, call }: EffectInput<K>,
  balancer: Id<'balancer'>,
): Promise<Seen | null> {
  const seen: BalancerObservation | undefined = await driver.balancers?.observe(balancer, call())
  if (!seen?.exists || !seen.ours) return null
  if (!seen.isServing) throw new DriverError('busy', { rawText: 'the balancer serves nothing' })
  const backend = seen.backends.find(({ instanceId }) => instanceId === saga.resourceId)
  return backend ? { ...backend, isNeeded: !servesWithout(seen.backends, saga.resourceId) } : null
}

async function setDraining<K extends SagaKind>(
  { driver, saga, call }: EffectInput<K>,
  balancer: Id<'balancer'>,
  isDraining: boolean,
): Promise<void> {
  await driver.balancers?.drain(balancer, { instanceId: saga.resourceId, isDraining }, call())
}
