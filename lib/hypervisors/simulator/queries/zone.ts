import { eq } from 'drizzle-orm'
import { simulatorInstances, simulatorVolumes } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

/** All objects of this zone, of any installation. */
export async function listObjectsOfZone(tx: SimulatorTx, zoneCode: string) {
  return {
    instances: await tx.select().from(simulatorInstances).where(eq(simulatorInstances.zoneCode, zoneCode)),
    volumes: await tx.select().from(simulatorVolumes).where(eq(simulatorVolumes.zoneCode, zoneCode)),
  }
}
