export { chainAudit } from './chain-audit'
export type { AuditEventName } from './events'
export { type AuditSubject, recordAudit } from './record'
export { verifyAuditChain } from './verify-audit-chain'
