import { log } from '../log'

/** Makes an uncaught exception end the process, which restarts from the rows; an unhandled rejection is only logged. */
export function endWhenUncaught(): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'uncaught exception')
    process.exit(1)
  })
}
