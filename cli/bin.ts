/** Process: one command of a customer, on the customer's own machine. */
import { main } from './main'
import { processTerminal } from './terminal'

process.exitCode = await main(process.argv.slice(2), processTerminal(), (text) => process.stderr.write(text))
