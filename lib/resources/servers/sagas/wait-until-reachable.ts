import { DriverError } from '~/lib/hypervisors'
import type { EffectInput } from '~/lib/sagas'
import type { SagaKind } from '~/lib/sagas/client'

const patienceMs = 30_000
const pauseMs = 150

/**
 * Waits until the booted server answers on its own network. Polls for half a minute, then fails with
 * `boot_failed` and the last observation.
 */
export async function waitUntilReachable<K extends SagaKind>(step: EffectInput<K>): Promise<void> {
  await step.driver.keepAddress(step.saga.resourceId, step.call())
  const giveUpAt = step.now().getTime() + patienceMs
  for (;;) {
    const look = await step.driver.probeReachable(step.saga.resourceId, step.call())
    if (look.reachable) return
    if (step.now().getTime() >= giveUpAt) throw new DriverError('boot_failed', { rawText: look.text })
    await step.wait(pauseMs)
  }
}
