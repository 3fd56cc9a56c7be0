import { asc, eq, inArray } from 'drizzle-orm'
import { simulatorCards, simulatorInstances, simulatorVolumes } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

/** All objects of this zone, of any installation. */
export async function listObjectsOfZone(tx: SimulatorTx, zoneCode: string) {
  return {
    instances: await tx.select().from(simulatorInstances).where(eq(simulatorInstances.zoneCode, zoneCode)),
    cards: await tx
      .select()
      .from(simulatorCards)
      .where(
        inArray(
          simulatorCards.instanceName,
          tx
            .select({ name: simulatorInstances.name })
            .from(simulatorInstances)
            .where(eq(simulatorInstances.zoneCode, zoneCode)),
        ),
      )
      .orderBy(asc(simulatorCards.position)),
    volumes: await tx.select().from(simulatorVolumes).where(eq(simulatorVolumes.zoneCode, zoneCode)),
  }
}
