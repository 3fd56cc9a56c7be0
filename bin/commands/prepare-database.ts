import { prepareDatabase } from '~/db/prepare'
import type { Command } from './command'
import { grantBackup, readPreparation } from './read-preparation'

/** Prints `new` or `kept`. */
export const prepareDatabaseCommand: Command = {
  summary: 'grant and migrate: roles and database where missing, then tables, functions and queue',
  process: 'prepare',
  async run() {
    const options = readPreparation()
    const { isNew } = await prepareDatabase(options)
    await grantBackup(options.adminUrl)
    console.log(isNew ? 'new' : 'kept')
    return 0
  },
}
