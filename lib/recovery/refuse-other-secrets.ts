import { rawClient } from '~/db/client'
import { findKeyFault } from '~/db/other-secrets'
import { retryUntilAvailable } from '~/lib/kernel/concurrency/retry-until-available'
import type { Surface } from '~/lib/kernel/op-context'
import { StartRefusal } from '~/lib/kernel/process/start-refusal'
import { heldKeys } from '~/lib/kernel/secrets/keyring'

/**
 * Compares this process's keys with those that sealed its database, once the database answers.
 *
 * @throws StartRefusal in one line when it lacks one, or seals with another one
 */
export async function refuseOtherSecrets(surface: Surface): Promise<void> {
  const held = heldKeys()
  const fault = await retryUntilAvailable('database', () => findKeyFault(rawClient(surface), held))
  if (fault) throw new StartRefusal(fault)
}
