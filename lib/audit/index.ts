export { type AuditEventName, auditEvents } from './events'
export { type AuditSubject, recordAudit } from './record'
