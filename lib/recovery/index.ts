export { endRecoveryIn, readRecoveryIn } from './end-recovery'
export { noticeRecovery } from './notice-recovery'
export { isOutsideHeld, outsideWorldAllowed, requireOutsideWorld } from './outside-world'
