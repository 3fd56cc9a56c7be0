import type { listMovesToDrive } from '../queries/relocations'
import type { MoveFacts } from './decide-relocation'

/** Extracts the facts of a move that decide its relocation. */
export function moveFacts(row: Awaited<ReturnType<typeof listMovesToDrive>>[number]): MoveFacts {
  const { instanceId, position, state, slotAt } = row.move
  const saga = row.sagaState ? { state: row.sagaState, failureCode: row.sagaFailureCode } : null
  return { instanceId, position, state, slotAt, saga }
}
