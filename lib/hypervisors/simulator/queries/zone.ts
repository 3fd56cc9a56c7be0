import { eq } from 'drizzle-orm'
import { simulatorInstances, simulatorVolumes } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

/** Whatever stands in this zone, whoever made it. */
export async function listObjectsOfZone(tx: SimulatorTx, zoneCode: string) {
  return {
    instances: await tx.select().from(simulatorInstances).where(eq(simulatorInstances.zoneCode, zoneCode)),
    volumes: await tx.select().from(simulatorVolumes).where(eq(simulatorVolumes.zoneCode, zoneCode)),
  }
}
