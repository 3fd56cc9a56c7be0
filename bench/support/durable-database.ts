import { configureDatabase } from '../../db/client.ts'
import { startThrowawayPostgres } from '../../db/embedded/index.ts'
import { cloneTemplate, prepareTemplate, testEncryptionKey } from '../../db/testing/template.ts'

/** A prepared database on a server of its own that writes to disk, as in production; this process uses it. */
export async function openDurableDatabase() {
  const server = await startThrowawayPostgres({ isDurable: true })
  await prepareTemplate(server.adminUrl)
  const database = await cloneTemplate(server.adminUrl)
  process.env.ENCRYPTION_KEY ??= testEncryptionKey
  configureDatabase(database.urls)
  return { server, database }
}
