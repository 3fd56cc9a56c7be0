import type { CallOptions, Driver } from '../port/driver'
import type { RemovableObject } from './find-drifts'

/** The only function through which a comparison deletes objects on a hypervisor; callers check permission first. */
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
    case 'balancer':
      return driver.balancers?.remove(subject, options)
    case 'address':
      return driver.undirectAddress({ addressId: subject, address: address ?? '' }, options)
  }
}
