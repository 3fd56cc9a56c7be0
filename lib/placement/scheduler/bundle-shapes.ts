import type { BundleView } from '~/lib/catalogue/client'
import type { Shape } from './shape'

type Sized = Pick<
  BundleView,
  'vcpu' | 'memoryMib' | 'rootDiskGib' | 'volumeGib' | 'volumeClass' | 'requiredLabels' | 'placement'
>

/** What a server of this bundle claims on a host, without its volume. Pure. */
export function serverShape({ vcpu, memoryMib, rootDiskGib, requiredLabels, placement }: Sized): Shape {
  return {
    vcpu,
    memoryMib,
    diskGib: rootDiskGib,
    poolGib: 0,
    volumeClass: null,
    ...(Object.keys(requiredLabels).length > 0 && { requiredLabels }),
    ...(placement && { placement }),
  }
}

/** What a volume of this bundle claims in a pool. Pure. */
export function volumeShape({ volumeGib, volumeClass }: Sized): Shape {
  return { vcpu: 0, memoryMib: 0, diskGib: 0, poolGib: volumeGib, volumeClass }
}
