import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'

/** The project of our own instances, which belongs to no customer. */
export const operatorProject = 'andromede'

export async function ensureOperatorProject(own: Incus, signal: AbortSignal): Promise<void> {
  const json = {
    name: operatorProject,
    description: 'Andromède',
    config: {
      'features.images': 'false',
      'features.networks': 'false',
      'features.profiles': 'false',
      'features.storage.volumes': 'false',
      'features.storage.buckets': 'false',
    },
  }
  await own.http.request('POST', '/1.0/projects', { signal, json }).catch((error: unknown) => {
    if (!(error instanceof DriverError) || error.code !== 'conflict_not_ours') throw error
  })
}
