import { migrateDatabase } from '~/db/prepare'
import type { Command } from './command'
import { readPreparation } from './read-preparation'

/** Prints `migrated`. */
export const migrateCommand: Command = {
  summary: 'change tables, functions and queue to this version; roles and database exist (see grant)',
  process: 'prepare',
  async run() {
    await migrateDatabase(readPreparation())
    console.log('migrated')
    return 0
  },
}
