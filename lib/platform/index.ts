export { exportFigures } from './export-figures'
export { startHeartbeats } from './heartbeat'
export { showPlatform } from './show-platform'
