import { rawClient } from '~/db/client'
import { isSealedWithAnotherKey, otherSecrets } from '~/db/other-secrets'
import { retryUntilAvailable } from '~/lib/kernel/concurrency/retry-until-available'
import type { Surface } from '~/lib/kernel/op-context'
import { StartRefusal } from '~/lib/kernel/process/start-refusal'
import { fingerprintOf } from '~/lib/kernel/secrets/installation-secrets'

/**
 * Compares this process's ENCRYPTION_KEY with the one that sealed its database, once the database answers.
 *
 * @throws StartRefusal in one line when they differ
 */
export async function refuseOtherSecrets(surface: Surface, encryptionKey: string): Promise<void> {
  const fingerprint = fingerprintOf(encryptionKey)
  const isOther = await retryUntilAvailable('database', () =>
    isSealedWithAnotherKey(rawClient(surface), fingerprint),
  )
  if (isOther) throw new StartRefusal(otherSecrets)
}
