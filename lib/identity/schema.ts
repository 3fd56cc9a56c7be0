export * from './credentials/schema'
export { createStaffInput } from './staff/schema'
