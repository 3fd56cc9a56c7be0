import { adminName } from '~/db/embedded/cluster'
import { StartRefusal, startEmbeddedPostgres } from '~/db/embedded/index'
import { readRecord } from '~/db/embedded/record'
import { FolderInUse, openDataFolder } from '../data-folder'
import { explainConnection } from '../explain-connection'

/** Use the database of `dataDir`, which a start runs, or which runs for this only. @throws StartRefusal */
export async function withDatabase<T>(dataDir: string, use: (adminUrl: string) => Promise<T>): Promise<T> {
  if (!readRecord(dataDir)) throw new StartRefusal(`${dataDir} holds no database: run npm start first.`)
  let data: ReturnType<typeof openDataFolder>
  try {
    data = openDataFolder(dataDir)
  } catch (error) {
    if (error instanceof FolderInUse) return await withRunning(dataDir, use)
    throw error
  }
  try {
    const server = await startEmbeddedPostgres(data.folder)
    try {
      return await use(server.adminUrl)
    } finally {
      await server.stop()
    }
  } finally {
    data.release()
  }
}

async function withRunning<T>(dataDir: string, use: (adminUrl: string) => Promise<T>): Promise<T> {
  const record = readRecord(dataDir)
  try {
    return await use(`postgres://${adminName}:${record?.password}@127.0.0.1:${record?.port}/postgres`)
  } catch (error) {
    const reason = explainConnection(error)
    throw reason ? new StartRefusal(`The database of ${dataDir} does not answer: ${reason}.`) : error
  }
}
