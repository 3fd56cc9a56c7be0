import { log } from './log'

/** An exception that nobody caught ends the process, to be started again from the rows; a rejection is written down. */
export function endWhenUncaught(): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'uncaught exception')
    process.exit(1)
  })
}
