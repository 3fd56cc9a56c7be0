import { z } from 'zod'
import { DriverError } from '../../port/driver-error'
import { hypervisorName, isOurs, readOwner } from '../../port/names'
import type { Incus } from '../context'
import { bytesToGib, parseBytes } from './bytes'

export const volumeSchema = z.looseObject({
  name: z.string(),
  config: z.record(z.string(), z.string()),
  description: z.string().nullish(),
  created_at: z.string().nullish(),
  /** The member of the volume; `none` or absent where there is only one, or where every member sees it. */
  location: z.string().nullish(),
  used_by: z.array(z.string()).nullish(),
})
export type VolumeRecord = z.infer<typeof volumeSchema>

export function assertOwnVolume(incus: Incus, resourceId: string, record: VolumeRecord): void {
  if (isOurs(readOwner(record.config), resourceId, incus.installation)) return
  throw new DriverError('conflict_not_ours', {
    rawText: `the volume ${record.name} was not made by this installation`,
    params: { resourceId },
  })
}

/** The instance that uses the volume, by resource id. Our names have one dash where the id has an underscore. */
export function attachedTo(record: VolumeRecord): string | null {
  const user = (record.used_by ?? []).find((url) => url.startsWith('/1.0/instances/'))
  return user?.slice('/1.0/instances/'.length).split('?')[0]?.replace('-', '_') ?? null
}

export function sizeGib(record: VolumeRecord): number {
  return bytesToGib(parseBytes(record.config.size))
}

export async function poolPath(incus: Incus, signal: AbortSignal): Promise<string> {
  return `/1.0/storage-pools/${(await incus.place(signal)).pool}/volumes/custom`
}

export async function volumePath(incus: Incus, resourceId: string, signal: AbortSignal): Promise<string> {
  return `${await poolPath(incus, signal)}/${hypervisorName(resourceId)}`
}
