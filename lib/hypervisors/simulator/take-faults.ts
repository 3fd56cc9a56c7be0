import type { SimulatorTx } from '~/db/simulator-client'
import {
  type FaultName,
  faultInLabel,
  faultStrikes,
  faults,
  isFaultName,
  type SimulatedOperationName,
} from './fault-names'
import { countStrike, insertFirstStrike, listMatchingFaultsForUpdate } from './queries/index'

/** The object of a call, as faults match it. */
export type Subject = {
  target: string
  resources: readonly string[]
  /** Its label and the value of its tag `simulate`: a person requests a fault with either. */
  wishes: readonly string[]
  zoneCode: string | null
  hostName: string | null
}

/** Returns the faults that strike this call, and counts each strike. */
export async function takeFaults(
  tx: SimulatorTx,
  operation: SimulatedOperationName,
  subject: Subject,
): Promise<Set<FaultName>> {
  const struck = new Set<FaultName>()
  for (const fault of await listMatchingFaultsForUpdate(tx, { ...subject, operation })) {
    if (!isFaultName(fault.name) || !faultStrikes(fault.name, operation, fault.operation)) continue
    await countStrike(tx, fault)
    struck.add(fault.name)
  }
  for (const wish of subject.wishes) {
    const fault = faultInLabel(wish)
    if (!fault || !faultStrikes(fault, operation, null)) continue
    const isFirst =
      faults[fault].isLasting || (await insertFirstStrike(tx, { target: subject.target, fault, operation }))
    if (isFirst) struck.add(fault)
  }
  return struck
}
