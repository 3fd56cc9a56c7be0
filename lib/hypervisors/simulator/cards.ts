import type { CallOptions, CardSpec } from '../port/driver'
import { hypervisorName } from '../port/names'
import { toRow } from './apply-card-change'
import { ensureNetwork } from './networks'
import { assertOwn, getOwnInstance } from './own-objects'
import { refuseIfStruck } from './perform-change'
import { changeInstance } from './power'
import { findCard, findInstance } from './queries/index'
import type { Simulator } from './simulator'

export function connectNetwork(
  simulator: Simulator,
  resourceId: string,
  card: CardSpec,
  { signal }: CallOptions,
): Promise<void> {
  const { instanceName, ...row } = toRow(hypervisorName(resourceId), card)
  return changeInstance(simulator, 'connectNetwork', resourceId, signal, async (tx, _pace, struck) => {
    const instance = await getOwnInstance(tx, simulator, resourceId)
    const found = await findCard(tx, { ...row, instanceName })
    const isSame = (['address', 'address6', 'position'] as const).every((key) => found?.[key] === row[key])
    if (isSame) return 'done'
    refuseIfStruck(struck)
    await ensureNetwork(tx, simulator, instance.zoneCode, card.network)
    return { action: 'connect', ...row }
  })
}

export function disconnectNetwork(
  simulator: Simulator,
  resourceId: string,
  networkId: string,
  { signal }: CallOptions,
): Promise<void> {
  const key = { instanceName: hypervisorName(resourceId), networkName: hypervisorName(networkId) }
  return changeInstance(simulator, 'disconnectNetwork', resourceId, signal, async (tx, _pace, struck) => {
    const instance = await findInstance(tx, key.instanceName)
    if (!instance || !(await findCard(tx, key))) return 'done'
    assertOwn(simulator, resourceId, instance)
    refuseIfStruck(struck)
    return { action: 'disconnect', networkName: key.networkName }
  })
}
