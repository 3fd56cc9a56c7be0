export { chainAudit } from './chain-audit'
export { type AuditEventName, auditEvents } from './events'
export { type AuditSubject, recordAudit } from './record'
export { type ChainBreak, verifyAuditChain } from './verify-audit-chain'
