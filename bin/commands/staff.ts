import { parseArgs } from 'node:util'
import { closeDatabase } from '~/db/client'
import { createStaff, resetStaffAccess } from '~/lib/identity'
import { createStaffInput, resetStaffAccessInput } from '~/lib/identity/schema'
import { staffRoles } from '~/lib/kernel/op-context'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

const usage = `usage: staff create --email <address> --name <name> --roles <${staffRoles.join('|')}>[,…]
       staff reset --email <address>`

/** Creates a staff account, such as an installation's first, or resets one; the password is shown once. */
export const staffCommand: Command = {
  summary:
    'staff create --email … --name … --roles …: give somebody access to the operator’s site; staff reset --email …: a new password',
  process: 'command',
  async run(args) {
    const { command, ...given } = readArguments(args)
    const ctx = () => commandContext('operator')
    const created = createStaffInput.safeParse(given)
    const reset = resetStaffAccessInput.safeParse(given)
    if (command === 'create' && created.success)
      return showPassword(created.data.email, () => createStaff(ctx(), created.data))
    if (command === 'reset' && reset.success)
      return showPassword(reset.data.email, () => resetStaffAccess(ctx(), reset.data))
    const issue = command && (command === 'create' ? created : reset).error?.issues[0]
    console.error([usage, ...(issue ? [`${issue.path.join('.')}: ${issue.message}`] : [])].join('\n'))
    return 2
  },
}

async function showPassword(email: string, run: () => Promise<{ password: string }>): Promise<number> {
  await connectInstallation()
  try {
    const { password } = await run()
    console.log(`${email} may sign in to the operator's site with this password, shown once:`)
    console.log(password)
    return 0
  } finally {
    await closeDatabase()
  }
}

type Given = { command: 'create' | 'reset' | null; [name: string]: unknown }

function readArguments(args: string[]): Given {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { email: { type: 'string' }, name: { type: 'string' }, roles: { type: 'string' } },
    })
    const { email, name, roles } = values
    if (positionals.join(' ') === 'reset') return { command: 'reset', email }
    if (positionals.join(' ') === 'create')
      return { command: 'create', email, fullName: name, roles: roles?.split(',') }
  } catch {
    // Arguments that cannot be parsed are no command.
  }
  return { command: null }
}
