/** The operator's command line: `npm run andromede -- <command>`. Each command is a file in `bin/commands`. */
import { runCommandLine } from './commands/run'

process.exitCode = await runCommandLine(process.argv.slice(2))
