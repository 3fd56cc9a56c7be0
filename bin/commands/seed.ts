import { closeDatabase } from '~/db/client'
import { readVariable, setVariable } from '~/lib/kernel/configuration/read'
import { seedDemonstration } from '~/lib/seed'
import type { Command } from './command'
import { connectInstallation } from './connect'

export const seedCommand: Command = {
  summary: 'fill an empty installation with the demonstration; harmless when it is there',
  process: 'command',
  async run() {
    const urls = await connectInstallation()
    setVariable('PORTAL_URL', readVariable('PORTAL_URL') ?? 'http://localhost:3000')
    setVariable('OPERATOR_URL', readVariable('OPERATOR_URL') ?? 'http://localhost:3001')
    // All people of the demonstration sign up from here within a minute.
    setVariable('RATE_LIMIT_FACTOR', '1000')
    try {
      const isDone = await seedDemonstration(new Date(), urls.andromede_simulator)
      console.log(isDone ? 'seeded' : 'already seeded')
      return 0
    } finally {
      await closeDatabase()
    }
  },
}
