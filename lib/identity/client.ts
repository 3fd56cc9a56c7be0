export type { SecondFactorView } from './second-factor/read-second-factor'
export type { SessionView } from './sessions/list-sessions'
