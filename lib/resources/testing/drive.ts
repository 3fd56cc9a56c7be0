import type { Id } from '~/lib/kernel/ids'
import { driveSaga } from '~/lib/sagas/engine/drive-saga'
import type { Engine } from '~/lib/sagas/engine/engine'

const staying = { isRequested: () => false, signal: new AbortController().signal }

/** Drives a saga until it has ended or is parked; bounded. */
export async function driveToRest(engine: Engine, sagaId: Id<'saga'>): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    const result = await driveSaga(engine, sagaId, staying)
    if (result.outcome === 'rested') return
    if (result.outcome !== 'later') throw new Error(`${sagaId} was ${result.outcome}`)
  }
  throw new Error(`${sagaId} did not come to rest`)
}

/** Drives a saga until it has ended, is parked, or `isRequested` leaves it to another worker; bounded. */
export async function driveWhile(
  engine: Engine,
  sagaId: Id<'saga'>,
  isRequested: () => boolean,
): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    const { outcome } = await driveSaga(engine, sagaId, {
      isRequested,
      signal: new AbortController().signal,
    })
    if (outcome !== 'later') return
  }
}
