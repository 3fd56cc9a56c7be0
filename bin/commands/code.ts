import { closeDatabase } from '~/db/client'
import { normaliseEmail, readDemonstrationCode } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { organisationPlans, staffPlans } from '~/lib/seed'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

/** Lets people try the demonstration without an authenticator. */
export const codeCommand: Command = {
  summary: 'code <e-mail>: the current second-factor code of a demonstration account',
  async run([address]) {
    if (!address) {
      console.error('usage: code <e-mail>')
      return 2
    }
    if (!canShowCode(normaliseEmail(address), { isEmbedded: isEmbeddedInstallation(process.env) })) {
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

/** A server address in the environment means an external database, unless `npm start` set it. Pure. */
export function isEmbeddedInstallation(env: NodeJS.ProcessEnv): boolean {
  const hasServer = Boolean(env.DATABASE_URL || env.ADMIN_DATABASE_URL || env.MIGRATOR_DATABASE_URL)
  return !hasServer || env.EMBEDDED === '1'
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
