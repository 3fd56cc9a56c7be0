import { randomUUID } from 'node:crypto'
import { systemNow } from '~/lib/kernel/clock'
import type { OpContext, Surface } from '~/lib/kernel/op-context'

/** The context of a command: the product itself, with the database role of one surface. */
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
