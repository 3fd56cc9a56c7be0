import { Logger } from 'graphile-worker'
import { log } from '~/lib/kernel/log'

/** Forwards the queue's log lines to ours; its lines about a failed job carry no payload. */
export const queueLogger = new Logger(() => (level, message) => {
  if (level === 'error') log.error({ source: 'queue' }, message)
  else if (level === 'warning') log.warn({ source: 'queue' }, message)
  else log.debug({ source: 'queue' }, message)
})
