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

/** The object a call is about, as faults may match it. */
export type Subject = {
  target: string
  resources: readonly string[]
  /** Its label and the value of its tag `simulate`: a person asks for a fault by either. */
  wishes: readonly string[]
  zoneCode: string | null
  hostName: string | null
}

/** The faults that strike this call, each counted as having struck. */
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
