import { closeDatabase } from '~/db/client'
import { normaliseEmail, readDemonstrationCode } from '~/lib/identity'
import { isRaised, readVariable } from '~/lib/kernel/configuration/read'
import { DomainError } from '~/lib/kernel/errors'
import { organisationPlans, staffPlans } from '~/lib/seed'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

/** Lets people try the demonstration without an authenticator. */
export const codeCommand: Command = {
  summary: 'code <e-mail>: the current second-factor code of a demonstration account',
  process: 'command',
  async run([address]) {
    if (!address) {
      console.error('usage: code <e-mail>')
      return 2
    }
    if (!canShowCode(normaliseEmail(address), { isEmbedded: isEmbeddedInstallation() })) {
      console.error('On a database of your own, codes are shown for demonstration accounts only.')
      return 2
    }
    await connectInstallation()
    try {
      console.log(await codeOf(normaliseEmail(address)))
      return 0
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'not_found') throw error
      console.error(`${address} has no second factor here.`)
      return 1
    } finally {
      await closeDatabase()
    }
  },
}

/** A server address in the environment means an external database, unless `npm start` set it. */
export function isEmbeddedInstallation(): boolean {
  const servers = ['DATABASE_URL', 'ADMIN_DATABASE_URL', 'MIGRATOR_DATABASE_URL'] as const
  return servers.every((name) => !readVariable(name)) || isRaised('EMBEDDED')
}

/**
 * The embedded mode is for trials; elsewhere codes are shown only for demonstration accounts, which belong to no
 * real person.
 */
export function canShowCode(email: string, { isEmbedded }: { isEmbedded: boolean }): boolean {
  const customers = organisationPlans.flatMap((plan) => plan.people)
  return isEmbedded || [...customers, ...staffPlans].some((person) => person.email === email)
}

/** The customers' directory first, then the staff's: a demonstration address occurs in one of them only. */
async function codeOf(email: string): Promise<string> {
  try {
    return await readDemonstrationCode(commandContext('portal'), { email })
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'not_found') throw error
    return readDemonstrationCode(commandContext('operator'), { email })
  }
}
