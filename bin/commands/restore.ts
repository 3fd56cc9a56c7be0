import path from 'node:path'
import { restoreBackup } from '../lib/backup/restore-backup'
import type { Command } from './command'
import { dataDirOfEmbedded } from './embedded-data-dir'

const usage = 'usage: restore FOLDER [--replace]'

export const restoreCommand: Command = {
  summary: 'make DATA_DIR the installation of a backup; --replace keeps the one there under a dated name',
  process: 'command',
  async run([folder, ...rest]) {
    const replaces = rest[0] === '--replace'
    if (!folder || folder.startsWith('-') || rest.length > (replaces ? 1 : 0)) {
      console.error(usage)
      return 2
    }
    const dataDir = dataDirOfEmbedded()
    const { manifest, replaced } = await restoreBackup(path.resolve(folder), dataDir, { replaces })
    console.log(`restored ${dataDir} to ${manifest.madeAt}`)
    if (replaced) console.log(`the installation that was there is kept: ${replaced}`)
    console.log('after npm start nothing leaves it until an administrator agrees: docs/operating/recovery.md')
    return 0
  },
}
