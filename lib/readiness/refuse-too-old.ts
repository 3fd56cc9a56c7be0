import { rawClient } from '~/db/client'
import { fitOfSchema } from '~/db/migrator/fit-of-schema'
import { retryUntilAvailable } from '~/lib/kernel/concurrency/retry-until-available'
import type { Surface } from '~/lib/kernel/op-context'
import { StartRefusal } from '~/lib/kernel/process/start-refusal'
import { readPreparation } from './queries/preparation'

/**
 * Compares the schema for which this process was built with its database, once that answers. A database that is not
 * prepared yet, or is older, makes the process unready alone.
 *
 * @throws StartRefusal in one line when the database no longer supports this version
 */
export async function refuseTooOld(surface: Surface): Promise<void> {
  const own = process.env.SCHEMA_VERSION
  const found = await retryUntilAvailable('database', () => readPreparation(rawClient(surface)))
  if (fitOfSchema(own, found) === 'process_is_too_old')
    throw new StartRefusal(
      `This version (${own}) is too old for its database, which supports migration ${found.oldest} and later: start a newer version.`,
    )
}
