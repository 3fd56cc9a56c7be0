import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { amount, labels, title } from '../fields'
import { hostStates } from './host-states'

const hostCapacity = z
  .strictObject({
    vcpuPhysical: amount.min(1),
    /** Virtual CPUs sold per physical one, in percent: 400 = four for one. */
    vcpuOvercommitPercent: z.number().int().min(100).max(1_600).default(400),
    vcpuReserved: amount.default(0),
    memoryMibPhysical: amount.min(1),
    memoryMibReserved: amount.default(0),
    diskGibPhysical: amount.min(1),
    diskGibReserved: amount.default(0),
  })
  .refine((host) => host.vcpuReserved <= sellableVcpu(host), { path: ['vcpuReserved'], message: 'too_large' })
  .refine((host) => host.memoryMibReserved <= host.memoryMibPhysical, {
    path: ['memoryMibReserved'],
    message: 'too_large',
  })
  .refine((host) => host.diskGibReserved <= host.diskGibPhysical, {
    path: ['diskGibReserved'],
    message: 'too_large',
  })

export const units = {
  /** The lowest unit that it occupies, counted from the floor. */
  rackUnit: z.number().int().min(1).max(60).nullable().default(null),
  heightUnits: z.number().int().min(1).max(20).default(1),
}

const position = { rackId: idField('rack'), ...units }

/** A host's facts, independent of its position. */
export const hostFacts = hostCapacity.safeExtend({
  ...units,
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'host_name'),
  generation: title,
  labels: labels.default({}),
})

export const registerHostInput = hostFacts.safeExtend({ rackId: idField('rack') })

export const editHostInput = hostCapacity.safeExtend({
  ...position,
  hostId: idField('host'),
  generation: title,
})

export const setHostCapacityInput = hostCapacity.safeExtend({ hostId: idField('host') })

export const changeHostStateInput = z.strictObject({
  hostId: idField('host'),
  to: z.enum(hostStates),
  reason: z.string().trim().min(3).max(300),
})

export const relabelHostInput = z.strictObject({ hostId: idField('host'), labels })

/** Returns the virtual CPUs at an overcommit ratio, rounded down. */
export function sellableVcpu(host: { vcpuPhysical: number; vcpuOvercommitPercent: number }): number {
  return Math.floor((host.vcpuPhysical * host.vcpuOvercommitPercent) / 100)
}

export type RegisterHostInput = z.input<typeof registerHostInput>

export type SetHostCapacityInput = z.input<typeof setHostCapacityInput>

export type ChangeHostStateInput = z.output<typeof changeHostStateInput>

export type EditHostInput = z.input<typeof editHostInput>

export type RelabelHostInput = z.output<typeof relabelHostInput>
