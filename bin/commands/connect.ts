import postgres from 'postgres'
import { configureDatabase } from '~/db/client'
import { StartRefusal } from '~/db/embedded/index'
import type { DatabaseRole } from '~/db/roles'
import { explainConnection } from '../lib/explain-connection'
import { findRoleAddresses } from './role-addresses'

/**
 * Point this command at an installation and make sure that its database answers. Use cases called afterwards find
 * their roles.
 *
 * @throws StartRefusal in one line: what is missing, or why the database does not answer
 */
export async function connectInstallation(): Promise<Record<DatabaseRole, string>> {
  const { urls, encryptionKey, place } = findRoleAddresses(process.env)
  if (encryptionKey !== undefined) process.env.ENCRYPTION_KEY ??= encryptionKey
  process.env.SIMULATOR_DATABASE_URL ??= urls.andromede_simulator
  await checkAnswers(urls.andromede_worker, place)
  configureDatabase({
    portal: urls.andromede_portal,
    operator: urls.andromede_operator,
    worker: urls.andromede_worker,
  })
  return urls
}

async function checkAnswers(url: string, place: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined })
  try {
    await sql`select 1`
  } catch (error) {
    const reason = explainConnection(error)
    if (!reason) throw error
    throw new StartRefusal(`The database ${place} does not answer: ${reason}.`)
  } finally {
    await sql.end({ timeout: 2 })
  }
}
