export { answerOnce, type KeyedRequest, runOncePerKey } from './once-per-key'
export { requestHash } from './request-hash'
export { runExclusive } from './run-exclusive'
