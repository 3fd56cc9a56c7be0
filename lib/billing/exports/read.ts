import type { Tx } from '~/db/client'

/** Runs one short read, one per batch, so that a slow client holds no transaction open. */
export type Read = <T>(run: (tx: Tx) => Promise<T>) => Promise<T>
