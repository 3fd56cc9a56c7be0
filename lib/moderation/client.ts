export { promisedHours } from './cases/promise'
export {
  type CaseCount,
  type CaseEntry,
  type CaseKind,
  caseKinds,
  type QueuePart,
  queueParts,
  type WaitView,
} from './cases/views'
export type { ModerationCase, QueueEntry, ThreadEntry } from './organisations/views'
