import { z } from 'zod'
import { hostStates } from './client'

const title = z.string().trim().min(1).max(80)
const amount = z.number().int().min(0).max(100_000_000)
const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`))
const labels = z
  .record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'label_name'), z.string().trim().min(1).max(60))
  .refine((value) => Object.keys(value).length <= 20, 'too_many')

export const registerSiteInput = z.strictObject({
  zoneId: id('zon'),
  name: title,
  city: title,
  address: z.string().trim().min(1).max(200),
})
export const registerRoomInput = z.strictObject({ siteId: id('sit'), name: title })
const rackFacts = {
  name: title,
  /** The row of the room it stands in, where rows have names. */
  row: z.string().trim().max(20).default(''),
  units: z.number().int().min(1).max(60).default(42),
}
export const registerRackInput = z.strictObject({ roomId: id('roo'), ...rackFacts })

export const editSiteInput = z.strictObject({
  siteId: id('sit'),
  name: title,
  city: title,
  address: z.string().trim().min(1).max(200),
})
export const editRoomInput = z.strictObject({ roomId: id('roo'), name: title })
export const editRackInput = z.strictObject({ rackId: id('rac'), ...rackFacts })

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

const units = {
  /** The lowest unit it occupies, counted from the floor. */
  rackUnit: z.number().int().min(1).max(60).nullable().default(null),
  heightUnits: z.number().int().min(1).max(20).default(1),
}

const standing = { rackId: id('rac'), ...units }

/** What a host is, wherever it stands. */
export const hostFacts = hostCapacity.safeExtend({
  ...units,
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'host_name'),
  generation: title,
  labels: labels.default({}),
})
export const registerHostInput = hostFacts.safeExtend({ rackId: id('rac') })
export const editHostInput = hostCapacity.safeExtend({ ...standing, hostId: id('hst'), generation: title })
export const setHostCapacityInput = hostCapacity.safeExtend({ hostId: id('hst') })
export const setPoolCapacityInput = z.strictObject({
  poolId: id('poo'),
  gibPhysical: amount.min(1),
  gibReserved: amount,
})

export const setHeadroomInput = z.strictObject({ zoneId: id('zon'), keepsHeadroom: z.boolean() })

export const editPoolInput = z
  .strictObject({
    poolId: id('poo'),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'host_name'),
    gibPhysical: amount.min(1),
    gibReserved: amount,
  })
  .refine((pool) => pool.gibReserved <= pool.gibPhysical, { path: ['gibReserved'], message: 'too_large' })

export const registerPoolInput = z
  .strictObject({
    zoneId: id('zon'),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'host_name'),
    volumeClass: z.enum(['fast', 'standard', 'archive']),
    gibPhysical: amount.min(1),
    gibReserved: amount.default(0),
  })
  .refine((pool) => pool.gibReserved <= pool.gibPhysical, { path: ['gibReserved'], message: 'too_large' })

export const changeHostStateInput = z.strictObject({
  hostId: id('hst'),
  to: z.enum(hostStates),
  reason: z.string().trim().min(3).max(300),
})

const importCharactersMax = 220_000
/** A list of hosts as CSV; what is wrong with a line is told by line, not here. A request holds 256 KiB. */
export const importHostsInput = z.strictObject({ csv: z.string().min(1).max(importCharactersMax) })
export type ImportHostsInput = z.output<typeof importHostsInput>

export const relabelHostInput = z.strictObject({ hostId: id('hst'), labels })

/** Virtual CPUs that physical ones make at an overcommit ratio, rounded down. */
export function sellableVcpu(host: { vcpuPhysical: number; vcpuOvercommitPercent: number }): number {
  return Math.floor((host.vcpuPhysical * host.vcpuOvercommitPercent) / 100)
}

export type RegisterSiteInput = z.input<typeof registerSiteInput>
export type RegisterRoomInput = z.input<typeof registerRoomInput>
export type RegisterRackInput = z.input<typeof registerRackInput>
export type RegisterHostInput = z.input<typeof registerHostInput>
export type SetHostCapacityInput = z.input<typeof setHostCapacityInput>
export type SetPoolCapacityInput = z.input<typeof setPoolCapacityInput>
export type RegisterPoolInput = z.input<typeof registerPoolInput>
export type ChangeHostStateInput = z.input<typeof changeHostStateInput>
export type EditSiteInput = z.input<typeof editSiteInput>
export type EditRoomInput = z.input<typeof editRoomInput>
export type EditRackInput = z.input<typeof editRackInput>
export type EditHostInput = z.input<typeof editHostInput>
export type SetHeadroomInput = z.input<typeof setHeadroomInput>
export type EditPoolInput = z.input<typeof editPoolInput>
export type RelabelHostInput = z.input<typeof relabelHostInput>
