export { type AuditEventName, auditEvents } from './events'
