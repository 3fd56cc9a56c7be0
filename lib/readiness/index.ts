export { isServing, leavingAnswer, liveAnswer, type ProbeAnswer, readyAnswer } from './answers'
export { checkReadiness } from './check-readiness'
export { type ProbeSettings, readProbeSettings, startProbeServer } from './probe-server'
export { refuseTooOld } from './refuse-too-old'
