export { endRecoveryIn, readRecoveryIn } from './end-recovery'
export { lastAgreedAt } from './last-agreed-at'
export { noticeRecovery } from './notice-recovery'
export { isOutsideHeld, outsideWorldAllowed, requireOutsideWorld } from './outside-world'
