import { expect, test } from 'vitest'
import { bundleKind } from './define-bundle'

test.each([
  [4, 8192, 100, 0, null, 'compute'],
  [0, 0, 0, 100, 'fast', 'storage'],
  [4, 8192, 100, 100, 'standard', 'combined'],
  [4, 8192, 0, 0, null, null],
  [0, 0, 0, 0, null, null],
  [0, 0, 0, 100, null, null],
  [4, 8192, 100, 0, 'fast', null],
] as const)(
  '%i vCPU, %i MiB, %i GB, volume %i (%s) make a bundle of kind %s',
  (vcpu, memoryMib, rootDiskGib, volumeGib, volumeClass, kind) => {
    expect(bundleKind({ vcpu, memoryMib, rootDiskGib, volumeGib, volumeClass })).toBe(kind)
  },
)
