import { log } from '../log'

/**
 * A connection that PostgreSQL cuts may surface outside any promise of ours: the database driver writes once
 * more on a socket that is gone, and throws from its own timer. The process outlives that; anything else that
 * nobody caught ends the process, to be started again from the rows.
 */
export function outliveCutConnections(): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
  process.on('uncaughtException', (error) => {
    const isDriver = /node_modules\/postgres\/(cjs\/)?src\/connection\.js/.test(error.stack ?? '')
    log.error({ err: error }, isDriver ? 'a cut connection was written to' : 'uncaught exception')
    if (!isDriver) process.exit(1)
  })
}
