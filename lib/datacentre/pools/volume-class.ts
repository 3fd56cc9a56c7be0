export type VolumeClass = 'fast' | 'standard' | 'archive'
