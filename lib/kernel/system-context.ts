import type { Id } from './ids'
import type { OpContext } from './op-context'

/** The context of the product itself: worker, command line. `name` is stored in the audit trail. */
export function systemContext(name: string, now: Date, requestId: Id<'saga'> | string = name): OpContext {
  return {
    surface: 'worker',
    actor: { kind: 'system', name },
    membership: null,
    requestId,
    now,
    ip: null,
    locale: 'fr',
  }
}
