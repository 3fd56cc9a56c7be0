export { callOncePerKey } from './call-once-per-key'
export { answerOnce, type KeyedRequest, runOncePerKey } from './once-per-key'
export { requestHash } from './request-hash'
export { runExclusive } from './run-exclusive'
