import { z } from 'zod'
import type { InstanceObservation, InstancePower } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName, isOurs, readOwner } from '../../port/names'
import type { Incus } from '../context'
import { bytesToGib, bytesToMib, parseBytes } from '../storage/bytes'
import { parseAnswer } from '../wire/parse-answer'

// Incus returns null for every list on a member that does not answer.
const devicesSchema = z
  .record(z.string(), z.record(z.string(), z.string()))
  .nullable()
  .transform((devices) => devices ?? {})
const configSchema = z
  .record(z.string(), z.string())
  .nullable()
  .transform((config) => config ?? {})

export const instanceSchema = z.looseObject({
  name: z.string(),
  status: z.string(),
  type: z.string().default('container'),
  architecture: z.string().nullish(),
  description: z.string().nullish(),
  created_at: z.string().nullish(),
  /** The member that runs it; `none` where there is only one. */
  location: z.string().nullish(),
  config: configSchema,
  devices: devicesSchema,
  expanded_config: configSchema.optional().transform((config) => config ?? {}),
  expanded_devices: devicesSchema.optional().transform((devices) => devices ?? {}),
  state: z
    .object({
      network: z
        .record(
          z.string(),
          z.object({ addresses: z.array(z.object({ address: z.string(), scope: z.string() })).nullish() }),
        )
        .nullish(),
    })
    .nullish(),
})
export type InstanceRecord = z.infer<typeof instanceSchema>

/** Returns the instance of this resource with its state and ETag; null when there is none. */
export async function findInstance(
  incus: Incus,
  resourceId: string,
  options: { signal: AbortSignal; withState?: boolean },
): Promise<{ record: InstanceRecord; etag: string | null } | null> {
  const path = incus.path(instancePath(resourceId), options.withState ? { recursion: '1' } : {})
  const answer = await incus.http.request('GET', path, { signal: options.signal }).catch((error: unknown) => {
    if (error instanceof DriverError && error.code === 'not_found') return null
    throw error
  })
  if (!answer) return null
  return { record: parseAnswer(instanceSchema, answer.metadata, 'an instance'), etag: answer.etag }
}

/** The same, but rejects an instance that is missing or not ours. Every changing call starts with it. */
export async function getOwnInstance(incus: Incus, resourceId: string, signal: AbortSignal) {
  const found = await findInstance(incus, resourceId, { signal })
  if (!found)
    throw new DriverError('not_found', { rawText: 'the instance does not exist', params: { resourceId } })
  assertOwnInstance(incus, resourceId, found.record)
  return found
}

export function assertOwnInstance(incus: Incus, resourceId: string, record: InstanceRecord): void {
  if (!isOurs(readOwner(record.config), resourceId, incus.installation)) {
    throw new DriverError('conflict_not_ours', {
      rawText: `the instance ${record.name} was not made by this installation`,
      params: { resourceId },
    })
  }
}

export function instancePath(resourceId: string): string {
  return `/1.0/instances/${hypervisorName(resourceId)}`
}

/** Converts an Incus instance to an observation of the port. */
export function toObservation(
  record: InstanceRecord,
  who: { resourceId: string; installation: string },
  observedAt: Date,
): InstanceObservation {
  const addresses = Object.values(record.state?.network ?? {}).flatMap((nic) => nic.addresses ?? [])
  const [, ...further] = cardsOf(record)
  const isOfFurther = (address: string) => further.some((card) => card['ipv4.address'] === address)
  return {
    exists: true,
    ours: isOurs(readOwner(record.config), who.resourceId, who.installation),
    power: toPower(record.status),
    vcpu: Number(record.expanded_config['limits.cpu'] ?? 0),
    memoryMib: bytesToMib(parseBytes(record.expanded_config['limits.memory'])),
    diskGib: rootDiskGib(record),
    addresses: addresses
      .filter((each) => each.scope === 'global' && !isOfFurther(each.address))
      .map((each) => each.address),
    observedAt,
  }
}

/** The server's cards in order. */
export const cardsOf = (record: InstanceRecord): Record<string, string>[] =>
  Object.values(record.expanded_devices).filter((device) => device.type === 'nic')

export function rootDiskGib(record: InstanceRecord): number {
  return bytesToGib(parseBytes(record.expanded_devices.root?.size))
}

const powerByStatus: Readonly<Record<string, InstancePower>> = {
  Running: 'running',
  Ready: 'running',
  Stopping: 'running',
  Stopped: 'stopped',
  Starting: 'starting',
}

/** A cluster reports `Error` for instances of a dead member; `Frozen` is never set by us. */
export function toPower(status: string): InstancePower {
  return powerByStatus[status] ?? 'error'
}
