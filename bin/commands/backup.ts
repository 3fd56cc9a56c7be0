import path from 'node:path'
import { makeBackup } from '../lib/backup/make-backup'
import { withDatabase } from '../lib/backup/with-database'
import type { Command } from './command'
import { dataDirOfEmbedded } from './embedded-data-dir'

const usage = 'usage: backup FOLDER'

/** Works while `npm start` runs, and also while it does not. */
export const backupCommand: Command = {
  summary: 'copy the installation of npm start (database, secrets, heads of the journal) to a new folder',
  process: 'command',
  async run([folder, ...rest]) {
    if (!folder || folder.startsWith('-') || rest.length > 0) {
      console.error(usage)
      return 2
    }
    const dataDir = dataDirOfEmbedded()
    const target = path.resolve(folder)
    const startedAt = performance.now()
    const { files, timeline } = await withDatabase(dataDir, (adminUrl) =>
      makeBackup(dataDir, adminUrl, target),
    )
    const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
    const seconds = (performance.now() - startedAt) / 1000
    console.log(
      `backed up to ${target}: ${megabytes.toFixed(1)} MB in ${seconds.toFixed(1)} s, timeline ${timeline}; it holds all secrets`,
    )
    return 0
  },
}
