export { StartRefusal } from '../../lib/kernel/process/start-refusal.ts'
