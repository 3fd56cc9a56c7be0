import { parseArgs } from 'node:util'
import { closeDatabase } from '~/db/client'
import { createStaff } from '~/lib/identity'
import { createStaffInput } from '~/lib/identity/schema'
import { staffRoles } from '~/lib/kernel/op-context'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

const usage = `usage: staff create --email <address> --name <name> --roles <${staffRoles.join('|')}>[,…]`

/** Makes the first staff account of an installation, and others; the password is shown this once. */
export const staffCommand: Command = {
  summary: 'staff create --email … --name … --roles …: give somebody access to the operator’s site',
  async run(args) {
    const parsed = createStaffInput.safeParse(readArguments(args))
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      console.error([usage, ...(issue ? [`${issue.path.join('.')}: ${issue.message}`] : [])].join('\n'))
      return 2
    }
    await connectInstallation()
    try {
      const { password } = await createStaff(commandContext('operator'), parsed.data)
      console.log(`${parsed.data.email} may sign in to the operator's site with this password, shown once:`)
      console.log(password)
      return 0
    } finally {
      await closeDatabase()
    }
  },
}

function readArguments(args: string[]): unknown {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { email: { type: 'string' }, name: { type: 'string' }, roles: { type: 'string' } },
    })
    if (positionals.join(' ') !== 'create') return null
    return { email: values.email, fullName: values.name, roles: values.roles?.split(',') }
  } catch {
    return null
  }
}
