import { machineLabel } from '~/lib/catalogue/client'
import { changeHostState, registerHost, relabelHost, setHostCapacity, type ZonePlace } from '~/lib/datacentre'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { MemberPlan } from './plan-member'

/** Only this code sets this reason, so hosts that an operator took out of service stay out of service. */
const replacedReason = 'Un autre hyperviseur est lié à cette zone'

/**
 * Makes the bound hypervisor the zone's host, with the planned capacity, and cordons every other host of the zone.
 * Returns `claimed` when servers hold more than the planned capacity.
 */
export async function bindHost(
  ctx: OpContext,
  rackId: Id<'rack'>,
  place: ZonePlace,
  plan: MemberPlan,
): Promise<'bound' | 'claimed'> {
  for (const other of place.hosts) {
    if (other.name === plan.hostName || other.state !== 'in_service') continue
    await changeHostState(ctx, { hostId: other.id, to: 'cordoned', reason: replacedReason })
  }
  const host = place.hosts.find((each) => each.name === plan.hostName)
  if (!host) {
    const { hostName: name, labels } = plan
    await registerHost(ctx, { rackId, name, generation: 'Incus', labels, ...plan.host })
    return 'bound'
  }
  await updateMachineLabel(ctx, host, plan.labels)
  const outcome = await setHostCapacity(ctx, { hostId: host.id, ...plan.host })
  if (host.state === 'cordoned' && host.stateReason === replacedReason) {
    await changeHostState(ctx, { hostId: host.id, to: 'in_service', reason: 'Hyperviseur lié de nouveau' })
  }
  return outcome === 'claimed' ? 'claimed' : 'bound'
}

/** Keeps the label for virtual machines, which the host reports itself; all other labels belong to the operator. */
export async function updateMachineLabel(
  ctx: OpContext,
  host: Pick<ZonePlace['hosts'][number], 'id' | 'labels'>,
  found: Record<string, string>,
): Promise<void> {
  const name = Object.keys(machineLabel)[0] as keyof typeof machineLabel
  if (host.labels[name] === found[name]) return
  const { [name]: _old, ...others } = host.labels
  await relabelHost(ctx, { hostId: host.id, labels: { ...others, ...found } })
}
