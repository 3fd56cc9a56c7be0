export { isServing, liveAnswer, type ProbeAnswer, readyAnswer } from './answers'
export { checkReadiness } from './check-readiness'
export { type ProbeSettings, readProbeSettings, startProbeServer } from './probe-server'
