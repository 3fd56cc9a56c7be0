import { withSagas } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import { systemContext } from '~/lib/kernel/system-context'
import type { Engine } from './engine'
import { listUnknownSagas } from './queries/leases'

export type UnknownSagas = {
  /** Not offered to this worker until the next reading. */
  ids(): Id<'saga'>[]
  add(id: Id<'saga'>): void
  /** Reads them anew, and logs one line per kind. */
  read(): Promise<void>
}

/**
 * Due sagas with a step that this build lacks: a worker of another version drives them. They are remembered between
 * two readings, since comparing the steps of all due sagas at each look would cost more than the look itself.
 */
export function rememberUnknownSagas(engine: Engine): UnknownSagas {
  let known = new Set<Id<'saga'>>()
  return {
    ids: () => [...known],
    add: (id) => known.add(id),
    async read() {
      const now = engine.now()
      const rows = await withSagas(systemContext('saga', now), (tx) =>
        listUnknownSagas(tx, { now, vocabulary: engine.vocabulary }),
      )
      known = new Set(rows.map(({ id }) => id))
      const counts = new Map<string, number>()
      for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1)
      for (const [kind, count] of counts)
        log.info({ kind, count }, 'sagas are left to a worker of another version')
    },
  }
}
