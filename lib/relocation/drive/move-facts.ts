import type { listMovesToDrive } from '../queries/relocations'
import type { MoveFacts } from './decide-relocation'

/** What of a move's rows its relocation is decided on. */
export function moveFacts(row: Awaited<ReturnType<typeof listMovesToDrive>>[number]): MoveFacts {
  const { instanceId, position, state, slotAt } = row.move
  const saga = row.sagaState ? { state: row.sagaState, failureCode: row.sagaFailureCode } : null
  return { instanceId, position, state, slotAt, saga }
}
