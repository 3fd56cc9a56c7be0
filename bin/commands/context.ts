import { randomUUID } from 'node:crypto'
import type { OpContext, Surface } from '~/lib/kernel/op-context'
import { systemNow } from '~/lib/kernel/time/clock'

/** The context of a command: the system as actor, with the database role of one surface. */
export function commandContext(surface: Surface): OpContext {
  return {
    surface,
    actor: { kind: 'system', name: 'command-line' },
    membership: null,
    requestId: randomUUID(),
    now: systemNow(),
    ip: null,
    locale: 'fr',
  }
}
