import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { emitEvent } from '~/lib/events'
import { type BalancerObservation, type Balancers, DriverError, type NetworkSpec } from '~/lib/hypervisors'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { addNotice, authorizeSystem } from '~/lib/identity'
import { everyEnded } from '~/lib/kernel/concurrency/every-ended'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { routes } from '~/lib/routes'
import { judgePool, nextStanding } from './judge-pool'
import { judgeRestored } from './judge-restored'
import { listDrainedServers } from './queries/drains'
import * as queries from './queries/observations'
import { isLeftToWorkers } from './queries/write-balancers'

const everySeconds = 10
/** Per pass, so that a zone that does not answer takes no place of another one. */
const perZone = 20
const patienceMs = 8_000

type Seen = Extract<BalancerObservation, { exists: true }>

/**
 * Observes every working balancer every ten seconds, and keeps the health of its servers for the customer. A balancer that
 * serves nothing, or of which a part is dead, is configured again; a server that is drained there and should not be, or
 * the reverse, is corrected: a restarted HAProxy knows nothing of draining. A restored one is compared with its row first,
 * and nothing is changed before. The worker that postpones the next observation does this one.
 */
export async function observeBalancers(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
): Promise<void> {
  authorizeSystem(ctx)
  const next = addSeconds(ctx.now, everySeconds)
  const due = await withSystem(ctx, (tx) => queries.claimDueBalancers(tx, ctx.now, next, perZone))
  // A fault of ours with one balancer keeps no other from its observation.
  await everyEnded(due.map((balancer) => observe(ctx, balancer, drivers)))
}

async function observe(
  ctx: OpContext,
  balancer: queries.DueBalancer,
  drivers: Pick<Drivers, 'hypervisorOf'>,
): Promise<void> {
  const { id, organisationId, zone } = balancer
  try {
    const hypervisor = await withSystem(ctx, (tx) => drivers.hypervisorOf(tx, zone))
    const driver = await hypervisor?.driverOf(organisationId)
    if (!driver?.balancers) return
    const seen = await driver.balancers.observe(id, { signal: AbortSignal.timeout(patienceMs) })
    // Comparisons decide about one that is absent or is not ours.
    const own = seen.exists && seen.ours ? seen : null
    const judged = balancer.unverified ? await judgeRestored(ctx, id, own) : null
    await withSystem(ctx, (tx) => keep(tx, ctx, balancer, { seen: own, judged }))
    const isVerified = !balancer.unverified || judged?.unverified === false
    if (own?.isServing && isVerified) await correctDrains(ctx, id, own, driver.balancers)
  } catch (error) {
    // Not a failure of its servers: the former observation stays, with its time.
    if (!(error instanceof DriverError)) throw error
    log.warn({ balancer: id, err: error }, 'a load balancer could not be observed')
  }
}

type Judged = Awaited<ReturnType<typeof judgeRestored>>

async function keep(
  tx: Tx,
  ctx: OpContext,
  balancer: queries.DueBalancer,
  { seen, judged }: { seen: Seen | null; judged: Judged },
): Promise<void> {
  const row = await queries.lockObserved(tx, balancer.id)
  if (row?.state !== 'active') return
  const backends = seen?.isServing ? seen.backends : []
  await queries.replaceBackends(tx, row, backends, ctx.now)
  const { notify, ...standing } = nextStanding(row, judgePool(backends), ctx.now)
  const isDue = seen !== null && (await mustBeConfigured(tx, balancer, row, seen))
  await queries.saveObservation(tx, row.id, {
    isServing: seen?.isServing ?? false,
    observedAt: ctx.now,
    ...standing,
    // Its customer may have changed it meanwhile, which decides.
    ...(row.unverified && judged),
    ...(isDue && { appliedDigest: null }),
  })
  if (notify) await announce(tx, ctx, row, notify)
}

/**
 * Configured again: that starts its containers, directs its address to one that works, and writes over a configuration that
 * is not ours. One that a worker writes, or has written since the observation began, is not judged by it.
 */
async function mustBeConfigured(
  tx: Tx,
  { id, appliedDigest }: queries.DueBalancer,
  row: queries.ObservedBalancer,
  seen: Seen,
): Promise<boolean> {
  const isBroken = !seen.isServing || !seen.isWhole
  const isOther = row.appliedDigest === appliedDigest && seen.digest !== appliedDigest
  return (isBroken || isOther) && (await isLeftToWorkers(tx, id))
}

async function announce(
  tx: Tx,
  ctx: OpContext,
  { id, organisationId, projectId, name }: queries.ObservedBalancer,
  pool: 'down' | 'up',
): Promise<void> {
  const event = `balancer.pool_${pool}` as const
  await recordAudit(tx, ctx, event, { organisationId, kind: 'balancer', id, details: { name } })
  await addNotice(tx, ctx, {
    organisationId,
    projectId,
    kind: `balancer_pool_${pool}`,
    params: { name },
    href: routes.org.balancer(organisationId, id),
  })
  await emitEvent(tx, ctx, { organisationId, event, data: { balancerId: id, name } })
}

async function correctDrains(
  ctx: OpContext,
  id: queries.DueBalancer['id'],
  { backends }: Seen,
  balancers: Balancers<NetworkSpec>,
): Promise<void> {
  const ids = backends.map(({ instanceId }) => queries.serverId(instanceId))
  const { drained, undecided } = await withSystem(ctx, async (tx) => ({
    drained: new Set<string>(await listDrainedServers(tx, ids)),
    undecided: new Set<string>(await queries.listUndecidedDrains(tx, ids)),
  }))
  for (const { instanceId, isDraining } of backends)
    if (drained.has(instanceId) !== isDraining && !undecided.has(instanceId))
      await balancers.drain(
        id,
        { instanceId, isDraining: drained.has(instanceId) },
        { signal: AbortSignal.timeout(patienceMs) },
      )
}
