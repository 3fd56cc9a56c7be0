export { exportFigures } from './export-figures'
export { startHeartbeats } from './heartbeat'
