import type { Id } from '~/lib/kernel/ids'
import { type DriveOutcome, driveSaga } from './drive-saga'
import type { Engine } from './engine'

/** Drives one saga as far as it goes now, without interruption: for the seed and tests. */
export function carryOutSaga(engine: Engine, sagaId: Id<'saga'>): Promise<DriveOutcome> {
  return driveSaga(engine, sagaId, { isRequested: () => false, signal: new AbortController().signal })
}
