import postgres from 'postgres'
import { checkInvariants } from '~/db/invariants/check'
import { invariants } from '~/db/invariants/invariants'
import type { Command } from './command'
import { connectInstallation } from './connect'

export const invariantsCommand: Command = {
  summary: 'check what must always hold; prints each violation with its rows and exits 1',
  process: 'command',
  async run() {
    const owner = postgres((await connectInstallation()).andromede_migrator, {
      max: 1,
      onnotice: () => undefined,
    })
    try {
      const violations = await checkInvariants(owner)
      for (const { name, promise, rows, more } of violations) {
        console.log(`violated: ${name}: ${promise}`)
        for (const row of rows)
          console.log(
            `  ${JSON.stringify(row, (_key, value) => (typeof value === 'bigint' ? value.toString() : value))}`,
          )
        if (more) console.log('  …')
      }
      console.log(`${invariants.length - violations.length} of ${invariants.length} invariants hold`)
      return violations.length === 0 ? 0 : 1
    } finally {
      await owner.end()
    }
  },
}
