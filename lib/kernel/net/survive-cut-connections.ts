import { log } from '../log'

/**
 * Survives connections cut by PostgreSQL that fail outside our promises: the database driver writes once more to a
 * closed socket and throws from its own timer. Any other uncaught error ends the process, which restarts from the rows.
 */
export function surviveCutConnections(): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
  process.on('uncaughtException', (error) => {
    const isDriver = /node_modules\/postgres\/(cjs\/)?src\/connection\.js/.test(error.stack ?? '')
    log.error({ err: error }, isDriver ? 'a cut connection was written to' : 'uncaught exception')
    if (!isDriver) process.exit(1)
  })
}
