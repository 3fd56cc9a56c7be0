import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listAddressesOf } from '../addresses/queries/public-addresses'
import { readBalancersOfServer } from '../balancers/read-balancers-of-server'
import type { ServerBalancer } from '../balancers/views'
import type { FirstBootView } from '../first-boot/first-boot-view'
import { readFirstBootViews } from '../first-boot/read-first-boot-views'
import type { LastCopies } from '../losses/last-copies'
import { readLastCopies } from '../losses/read-last-copies'
import type { ServerNetworks } from '../networks/client'
import type { Reach } from '../networks/reach'
import { readServerNetworks } from '../networks/read-cards'
import { readReach } from '../networks/read-reach'
import { readReachTests } from '../reach-tests/read-reach-tests'
import type { ReachTestView } from '../reach-tests/views'
import { findLatestSaga } from '../sagas/saga-view'
import type { SagaView } from '../sagas/views'
import { readSchedule } from '../schedules/read-schedule'
import type { ScheduleView } from '../schedules/schedule-view'
import type { PlacementRepair } from '../servers/placement-repair'
import { findRepair } from '../servers/repair-placement'
import { readInstance, readVolume } from './read-resource'
import type { InstanceDetail, VolumeDetail } from './views'

/**
 * A server with all data of its page, and its latest operation. The operation is read first: if it has ended,
 * the data read afterwards includes its effect, so a page that stops polling shows the final state.
 *
 * @throws DomainError `not_found`
 */
export async function inspectInstance(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<
  InstanceDetail & {
    saga: SagaView | null
    repair: PlacementRepair | null
    publicAddresses: string[]
    balancers: ServerBalancer[]
    reach: Reach | null
    reachTest: ReachTestView | null
    firstBoot: FirstBootView | null
    copies: LastCopies
    networks: ServerNetworks
  }
> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const saga = await findLatestSaga(tx, input.instanceId)
    const detail = await readInstance(tx, input.instanceId, ctx.now)
    const { instance, placement } = detail
    const repair = await findRepair(tx, { id: instance.id, zoneId: instance.zone.id }, placement)
    const publicAddresses = (await listAddressesOf(tx, [instance.id])).map((row) => row.address)
    const balancers = await readBalancersOfServer(tx, instance.id)
    const reach = (await readReach(tx, [instance.id])).get(instance.id) ?? null
    const reachTest = (await readReachTests(tx, [instance.id])).get(instance.id) ?? null
    const firstBoot = (await readFirstBootViews(tx, [instance.id], ctx.now)).get(instance.id) ?? null
    const copies = (await readLastCopies(tx, [instance.id]))(instance.id)
    const networks = await readServerNetworks(tx, instance.id)
    return {
      ...detail,
      saga,
      repair,
      publicAddresses,
      balancers,
      reach,
      reachTest,
      firstBoot,
      copies,
      networks,
    }
  })
}

/** The same for a volume. @throws DomainError `not_found` */
export async function inspectVolume(
  ctx: OpContext,
  input: { volumeId: Id<'volume'> },
): Promise<
  VolumeDetail & {
    saga: SagaView | null
    schedule: ScheduleView | null
    backupSchedule: ScheduleView | null
  }
> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const saga = await findLatestSaga(tx, input.volumeId)
    return {
      ...(await readVolume(tx, input.volumeId, ctx.now)),
      saga,
      schedule: await readSchedule(tx, { volumeId: input.volumeId, kind: 'snapshot' }),
      backupSchedule: await readSchedule(tx, { volumeId: input.volumeId, kind: 'backup' }),
    }
  })
}
