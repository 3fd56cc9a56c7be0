import postgres from 'postgres'
import { configureDatabase } from '~/db/client'
import { StartRefusal } from '~/db/embedded/index'
import { findKeyFault } from '~/db/other-secrets'
import { readVariable, setVariable } from '~/lib/kernel/configuration/read'
import type { DatabaseRole } from '~/lib/kernel/database-roles'
import { sqlState } from '~/lib/kernel/errors'
import { faultOfKey, remedyOfKey } from '~/lib/kernel/secrets/installation-secrets'
import { heldKeys, setKeys } from '~/lib/kernel/secrets/keyring'
import { explainConnection } from '../lib/explain-connection'
import { findRoleAddresses } from './role-addresses'

/**
 * Connect this command to an installation and check that its database answers. Use cases called afterwards find
 * their roles.
 *
 * @throws StartRefusal in one line: what is missing or weak, or why the database does not answer
 */
export async function connectInstallation(): Promise<Record<DatabaseRole, string>> {
  const { urls, encryptionKeys, place } = findRoleAddresses()
  if (encryptionKeys && !readVariable('ENCRYPTION_KEY')) setKeys(encryptionKeys)
  setVariable('SIMULATOR_DATABASE_URL', readVariable('SIMULATOR_DATABASE_URL') ?? urls.andromede_simulator)
  refuseFaultyKey()
  await checkAnswers(urls.andromede_worker, place)
  configureDatabase({
    portal: urls.andromede_portal,
    operator: urls.andromede_operator,
    worker: urls.andromede_worker,
  })
  return urls
}

/** @throws StartRefusal */
export function refuseFaultyKey(): void {
  const fault = faultOfKey(readVariable('ENCRYPTION_KEY'))
  if (fault) throw new StartRefusal(`ENCRYPTION_KEY ${fault}; ${remedyOfKey('ENCRYPTION_KEY')}`)
}

async function checkAnswers(url: string, place: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined })
  try {
    const fault = await findKeyFault(sql, heldKeys())
    if (fault) throw new StartRefusal(fault)
  } catch (error) {
    // Not prepared yet: the command handles that itself.
    if (sqlState(error) === '42P01') return
    const reason = explainConnection(error)
    if (!reason) throw error
    throw new StartRefusal(`The database ${place} does not answer: ${reason}.`)
  } finally {
    await sql.end({ timeout: 2 })
  }
}
