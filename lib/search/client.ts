export type { Hit, PlatformHit } from './hits'
export { serverActs } from './parse-query'
