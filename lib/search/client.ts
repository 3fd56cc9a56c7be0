export type { Hit, PlatformHit } from './hits'
export { type ServerAct, serverActs } from './parse-query'
