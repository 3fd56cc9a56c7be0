import type { Id } from './ids'
import type { OpContext } from './op-context'

/** The context in which the product itself acts: worker, command line. `name` is kept by the audit. */
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
