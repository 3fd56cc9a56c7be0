/** The operator's command line: `npm run andromede -- <command>`. Each command is a file in `bin/commands`. */
import { nameSourceLines } from '~/lib/kernel/process/name-source-lines'
import { runCommandLine } from './commands/run'

nameSourceLines()
process.exitCode = await runCommandLine(process.argv.slice(2))
