import type { SimulatorTx } from '~/db/simulator-client'
import type { CardSpec } from '../port/driver'
import { hypervisorName } from '../port/names'
import { insertCard, removeCard, type SimulatedCard, type SimulatedOperation } from './queries/index'

export const toRow = (
  instanceName: string,
  { network, address, address6 = null, position }: CardSpec,
): SimulatedCard => ({
  instanceName,
  networkName: hypervisorName(network.networkId),
  address,
  address6,
  position,
})

/** Applies a change of an instance's cards. A failed change leaves the previous state. */
export async function applyCardChange(
  tx: SimulatorTx,
  instanceName: string,
  { change, failureCode }: SimulatedOperation,
): Promise<void> {
  if (failureCode !== null) return
  if (change.action === 'connect') {
    const { networkName, address, address6 = null, position } = change
    await insertCard(tx, { instanceName, networkName, address, address6, position })
  }
  if (change.action === 'disconnect') await removeCard(tx, { instanceName, networkName: change.networkName })
}
