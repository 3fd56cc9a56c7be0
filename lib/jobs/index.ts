export { enqueue } from './enqueue'
export { type JobName, type JobPayloads, jobNames } from './names'
