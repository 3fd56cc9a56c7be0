import { parseArgs } from 'node:util'
import { beginPasswordRotation, finishPasswordRotation } from '~/db/rotate-password'
import { type DatabaseRole, databaseRoles } from '~/lib/kernel/database-roles'
import type { Command } from './command'
import { readTarget } from './read-preparation'

const names = databaseRoles.map((role) => role.replace(/^andromede_/, ''))
const usage = `usage: rotate-password ${names.join('|')} [--finish]`

/** Prints the login and its new password on one line. */
export const rotatePasswordCommand: Command = {
  summary:
    'rotate-password ROLE: give the login of the role that is not in use a new password; --finish closes the former',
  process: 'grant',
  async run(args) {
    const options = readOptions(args)
    if (!options) {
      console.error(usage)
      return 2
    }
    const { role, isEnd } = options
    const rotation = { ...readTarget(), role }
    if (isEnd) {
      const { closed } = await finishPasswordRotation(rotation)
      console.log(`${closed} is closed`)
      return 0
    }
    const { login, password } = await beginPasswordRotation(rotation)
    console.log(`${login} ${password}`)
    console.error(
      `Name ${login} with this password in ROLE_PASSWORDS and in the addresses of the processes (REPLICA_DATABASE_URL too), restart these one by one, then: rotate-password ${role.replace(/^andromede_/, '')} --finish`,
    )
    return 0
  },
}

function readOptions(args: string[]): { role: DatabaseRole; isEnd: boolean } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { finish: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [name, ...others] = positionals
    const role = databaseRoles.find((each) => each === `andromede_${name}`)
    return role && others.length === 0 ? { role, isEnd: values.finish ?? false } : undefined
  } catch {
    return undefined
  }
}
