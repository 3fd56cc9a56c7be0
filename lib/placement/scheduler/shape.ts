import type { VolumeClass } from '~/lib/datacentre/client'

/** The size of one resource; a dimension of zero needs nothing. */
export type Shape = {
  vcpu: number
  memoryMib: number
  diskGib: number
  poolGib: number
  volumeClass: VolumeClass | null
  /** Labels required of its host. */
  requiredLabels?: Record<string, string> | undefined
  /** Its placement policy; left out, the zone's. */
  placement?: 'spread' | 'pack' | undefined
}
