import type { Tx } from '~/db/client'

/** Runs one short read; each batch is one, so that a slow reader holds no transaction open. */
export type Read = <T>(run: (tx: Tx) => Promise<T>) => Promise<T>
