export { chainAudit } from './chain-audit'
export type { AuditEventName } from './events'
export { type AuditSubject, recordAudit, recordAudits } from './record'
export { verifyAuditChain } from './verify-audit-chain'
