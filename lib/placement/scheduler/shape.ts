import type { VolumeClass } from '~/lib/datacentre/client'

/** What one resource needs; a part that is zero needs nothing. */
export type Shape = {
  vcpu: number
  memoryMib: number
  diskGib: number
  poolGib: number
  volumeClass: VolumeClass | null
  /** Its host carries all of these. */
  requiredLabels?: Record<string, string> | undefined
  /** How it is placed; left out: as its zone places. */
  placement?: 'spread' | 'pack' | undefined
}
