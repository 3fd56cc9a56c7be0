export { deferJob, enqueue, enqueueAll } from './enqueue'
export { type JobName, type JobPayloads, jobNames } from './names'
