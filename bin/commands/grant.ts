import { grantAccess } from '~/db/prepare'
import type { Command } from './command'
import { grantBackup, readTarget } from './read-preparation'

/** Prints `new` or `kept`. */
export const grantCommand: Command = {
  summary:
    'create roles and database where missing, set passwords and settings of the roles; no table changes',
  process: 'grant',
  async run() {
    const target = readTarget()
    const { isNew } = await grantAccess(target)
    await grantBackup(target.adminUrl)
    console.log(isNew ? 'new' : 'kept')
    return 0
  },
}
