export type { CommitmentView } from './commitments/views'
export type { MeteringKeyView, TrafficView } from './traffic/views'
