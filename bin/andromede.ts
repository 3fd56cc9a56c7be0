/** The operator's command line: `npm run andromede -- <command>`. Each command is a file in `bin/commands`. */
import { DomainError } from '~/lib/kernel/errors'
import { commands } from './commands/index'

const [name = 'help', ...rest] = process.argv.slice(2)
const command = commands[name]
if (!command) {
  const lines = Object.entries(commands).map(([each, { summary }]) => `  ${each.padEnd(20)} ${summary}`)
  console.log(['usage: npm run andromede -- <command>', '', ...lines].join('\n'))
  process.exit(name === 'help' ? 0 : 2)
}
try {
  process.exitCode = (await command.run(rest)) ?? 0
} catch (error) {
  if (!(error instanceof DomainError)) throw error
  console.error(`${error.code}${error.field ? ` (${error.field})` : ''} ${JSON.stringify(error.params)}`)
  process.exitCode = 1
}
