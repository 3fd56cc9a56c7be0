/** Process: one command of a customer, on the customer's own machine. */
import { main } from './main'
import { processTerminal } from './terminal'

void main(process.argv.slice(2), processTerminal(), (text) => process.stderr.write(text)).then((exitCode) => {
  process.exitCode = exitCode
})
