import { withSystem } from '~/db/client'
import { DriverError } from '~/lib/hypervisors'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { authorizeSystem } from '~/lib/identity'
import { everyEnded } from '~/lib/kernel/concurrency/every-ended'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { everyZone, type ServesZone } from '~/lib/kernel/serves-zone'
import { addSeconds } from '~/lib/kernel/time/clock'
import * as renewals from './queries/renewals'
import type { ActiveBalancer } from './queries/write-balancers'
import { WriteRefused, writeBalancer } from './write-balancer'

/** Two containers, and a minute for the connections of one. */
const patienceMs = 180_000
const pauseSeconds = 600

/**
 * Makes the containers of balancers again whose image was replaced, one balancer of each zone per pass, and only one that
 * serves. After a failure the zone pauses, and the same balancer is tried again: a bad image costs one spare container.
 */
export async function renewBalancers(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  serves: ServesZone = everyZone,
): Promise<void> {
  authorizeSystem(ctx)
  const due = await withSystem(ctx, (tx) => renewals.listBalancersToRenew(tx, ctx.now))
  const ours = due.filter(({ zone }) => serves(zone.id))
  await everyEnded(ours.map((balancer) => renew(ctx, drivers, balancer)))
}

async function renew(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  balancer: ActiveBalancer,
): Promise<void> {
  const { id, zone } = balancer
  try {
    if (await writeBalancer(ctx, drivers, balancer, { patienceMs, replacesOutdated: true }))
      await withSystem(ctx, (tx) => renewals.endRenewal(tx, id))
  } catch (error) {
    if (error instanceof WriteRefused) return
    if (!(error instanceof DriverError)) throw error
    log.error(
      { balancer: id, err: error },
      'the containers of a balancer could not be made from the newer image',
    )
    await withSystem(ctx, (tx) => renewals.pauseRenewals(tx, zone.id, addSeconds(ctx.now, pauseSeconds)))
  }
}
