import { withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, isId, toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { endAllocation } from '~/lib/placement'
import { isOutsideHeld } from '~/lib/recovery'
import { readMoreCards } from '../networks/network-spec'
import type { Driver } from '../port/driver'
import { removeAgreed } from '../quarantine/remove-agreed'
import { type ComparedHypervisor, driverOfDrift } from './compared-hypervisor'
import type { Drift } from './find-drifts'
import { redirectAddress } from './queries/compared-addresses'
import { remakeBalancer } from './queries/compared-balancers'
import { reapplyNetwork, removeNetworkAgain } from './queries/compared-networks'
import { hasLiveSaga } from './queries/live-sagas'
import { releasePrivateAddress } from './queries/network-ranges'
import { removeObject } from './remove-object'

const patienceMs = 30_000

/** Returns true when the object now matches our rows; false when other work began on it or our rows came into doubt. */
export async function heal(
  ctx: OpContext,
  hypervisor: ComparedHypervisor,
  zoneId: Id<'zone'>,
  drift: Drift,
): Promise<boolean> {
  const { kind, subject, organisationId, remedy, details } = drift
  const isHeld = await withSystem(
    ctx,
    async (tx) => (await hasLiveSaga(tx, subject)) || (await isOutsideHeld(tx)),
  )
  if (isHeld) return false
  const { do: act } = remedy
  if (act === 'nothing') return false
  if (act === 'quarantine') return removeAgreed(ctx, hypervisor, zoneId, { ...drift, remedy })
  if (act === 'end_claim') await withSystem(ctx, (tx) => endAllocation(tx, subject, 'released', ctx.now))
  else if (act === 'release_address')
    await withSystem(ctx, (tx) => releasePrivateAddress(tx, toId('instance', subject)))
  else if (act === 'direct_again')
    await withSystem(ctx, (tx) => redirectAddress(tx, toId('publicAddress', subject)))
  else if (act === 'apply_again')
    await withSystem(ctx, (tx) =>
      reapplyNetwork(tx, toId('network', subject), { hosts: remedy.hosts, now: ctx.now }),
    )
  else if (act === 'make_again') await withSystem(ctx, (tx) => remakeBalancer(tx, toId('balancer', subject)))
  else if (act === 'remove_again')
    await withSystem(ctx, (tx) => removeNetworkAgain(tx, toId('network', subject)))
  else if (act === 'connect_again')
    await connectAgain(ctx, await driverOfDrift(hypervisor, organisationId), toId('instance', subject), drift)
  else await change(await driverOfDrift(hypervisor, organisationId), subject, remedy)
  await withSystem(ctx, (tx) =>
    recordAudit(tx, ctx, 'drift.healed', {
      organisationId: null,
      kind: 'drift',
      id: subject,
      details: { drift: kind, remedy: act, ...details },
    }),
  )
  return true
}

/** Connects the server to the networks of its row, and to no other network of ours. */
async function connectAgain(
  ctx: OpContext,
  driver: Driver,
  instanceId: Id<'instance'>,
  { details }: Drift,
): Promise<void> {
  const cards = await withSystem(ctx, (tx) => readMoreCards(tx, instanceId))
  const isWanted = (text: string) => details.expected?.split(', ').includes(text)
  for (const text of details.found?.split(', ') ?? []) {
    const [networkId = ''] = text.split(' ')
    if (isId('network', networkId) && !isWanted(text))
      await driver.disconnectNetwork(instanceId, networkId, { signal: AbortSignal.timeout(patienceMs) })
  }
  for (const card of cards)
    await driver.connectNetwork(instanceId, card, { signal: AbortSignal.timeout(patienceMs) })
}

async function change(driver: Driver, subject: string, remedy: Drift['remedy']): Promise<void> {
  const options = { signal: AbortSignal.timeout(patienceMs) }
  switch (remedy.do) {
    case 'start':
      return driver.startInstance(subject, options)
    case 'stop':
      return driver.stopInstance(subject, { force: false }, options)
    case 'resize': {
      const { vcpu, memoryMib, rootDiskGib } = remedy
      return driver.resizeInstance(subject, { vcpu, memoryMib, rootDiskGib }, options)
    }
    case 'grow':
      return driver.growVolume(subject, remedy.sizeGib, options)
    case 'delete':
      return removeObject(driver, subject, remedy, options)
  }
}
