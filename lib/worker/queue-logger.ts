import { Logger } from 'graphile-worker'
import { log } from '~/lib/kernel/log'

/** The queue's own lines go where ours go; what it says of a failed job carries no payload. */
export const queueLogger = new Logger(() => (level, message) => {
  if (level === 'error') log.error({ source: 'queue' }, message)
  else if (level === 'warning') log.warn({ source: 'queue' }, message)
  else log.debug({ source: 'queue' }, message)
})
