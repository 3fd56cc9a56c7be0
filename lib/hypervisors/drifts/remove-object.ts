import type { CallOptions, Driver } from '../port/driver'
import type { RemovableObject } from './find-drifts'

/** The one place from which a comparison deletes something on a hypervisor; who may call it is decided before. */
export async function removeObject(
  driver: Driver,
  subject: string,
  { kind, address }: RemovableObject,
  options: CallOptions,
): Promise<void> {
  switch (kind) {
    case 'instance':
      return driver.deleteInstance(subject, options)
    case 'volume':
      return driver.deleteVolume(subject, options)
    case 'image':
      return driver.deleteImage(subject, options)
    case 'address':
      return driver.undirectAddress({ addressId: subject, address: address ?? '' }, options)
  }
}
