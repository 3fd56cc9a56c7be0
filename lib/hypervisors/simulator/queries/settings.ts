import { simulatorSettings } from '~/db/schema/simulator'
import type { SimulatorDb, SimulatorTx } from '~/db/simulator-client'

export type SimulatorSettings = { latencyPercent: number; requestTimeoutMs: number }

export async function getSettings(db: SimulatorDb | SimulatorTx): Promise<SimulatorSettings> {
  const [row] = await db
    .select({
      latencyPercent: simulatorSettings.latencyPercent,
      requestTimeoutMs: simulatorSettings.requestTimeoutMs,
    })
    .from(simulatorSettings)
  if (!row) throw new Error('the simulator has no settings row')
  return row
}

export async function updateSettings(db: SimulatorDb, settings: Partial<SimulatorSettings>): Promise<void> {
  // The table has exactly one row.
  await db.update(simulatorSettings).set(settings)
}
