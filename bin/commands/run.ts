import { closeDatabase } from '~/db/client'
import { StartRefusal } from '~/db/embedded/index'
import { loadConfiguration } from '~/lib/kernel/configuration/load'
import { DomainError } from '~/lib/kernel/errors'
import { explainConnection } from '../lib/explain-connection'
import { commands } from './index'

/**
 * Run a command line and return its exit code; an error that a person can fix is one line on stderr, never a stack.
 */
export async function runCommandLine([name = 'help', ...rest]: string[]): Promise<number> {
  const command = commands[name]
  if (!command) {
    const lines = Object.entries(commands).map(([each, { summary }]) => `  ${each.padEnd(20)} ${summary}`)
    console.log(['usage: npm run andromede -- <command>', '', ...lines].join('\n'))
    return name === 'help' ? 0 : 2
  }
  try {
    if (command.process) loadConfiguration(command.process)
    return (await command.run(rest)) ?? 0
  } catch (error) {
    const line = toOneLine(error)
    if (line === undefined) throw error
    console.error(line)
    return 1
  } finally {
    await closeDatabase()
  }
}

function toOneLine(error: unknown): string | undefined {
  if (error instanceof DomainError)
    return `${error.code}${error.field ? ` (${error.field})` : ''} ${JSON.stringify(error.params)}`
  if (error instanceof StartRefusal) return error.message
  const reason = explainConnection(error)
  if (reason) return `The database does not answer: ${reason}.`
  // A missing or malformed setting, recognised by its variable's name.
  const isSetting = error instanceof Error && /^[A-Z]+(_[A-Z]+)+ (is not|must|lacks)/.test(error.message)
  return isSetting ? error.message : undefined
}
