export { StartRefusal } from '../../lib/kernel/start-refusal.ts'
