import { machineLabel } from '~/lib/catalogue/client'
import type { IncusMemberFacts } from '../port/index'

/** The machine is small and may have other work to do, so two virtual CPUs share one physical CPU. */
const vcpuOvercommitPercent = 200
/** Reserved for the machine itself. Incus and its operating system need at least this much memory. */
const reservedPercent = 20
const memoryMibReservedMin = 256
const diskReservedPercent = 10
/** A root disk and a volume of one gibibyte each must fit next to the reserve. */
const poolGibMin = 4
/** An image unpacks to at most about three times its size; the rest of the disk belongs to the server. */
const unpackedFactor = 3

export type MemberPlan = {
  hostName: string
  poolName: string
  host: {
    vcpuPhysical: number
    vcpuOvercommitPercent: number
    vcpuReserved: number
    memoryMibPhysical: number
    memoryMibReserved: number
    diskGibPhysical: number
    diskGibReserved: number
  }
  pool: { gibPhysical: number; gibReserved: number }
  /** Capabilities that not every host has. */
  labels: Record<string, string>
  images: {
    slug: string
    alias: string
    otherwise: {
      name: string
      updatedOn: string
      minDiskGib: number
      instanceType: 'container' | 'virtual-machine'
      hasCloudInit: boolean
      hasSsh: boolean | null
    }
  }[]
}

export type MemberRefusal = 'not_trusted' | 'clustered' | 'pool_too_small' | 'memory_too_small'
export type MemberDecision =
  | { outcome: 'usable'; plan: MemberPlan }
  | { outcome: 'refused'; reason: MemberRefusal }

/**
 * Plans what a zone sells on this hypervisor. Root disks and volumes share one pool there, so each kind gets half and
 * neither can sell what the other holds. Pure.
 */
export function planMember(code: string, facts: Omit<IncusMemberFacts, 'fingerprint'>): MemberDecision {
  if (!facts.isTrusted) return { outcome: 'refused', reason: 'not_trusted' }
  // The driver does not name the member that runs a new server, so the recorded placement would be wrong.
  if (facts.isClustered) return { outcome: 'refused', reason: 'clustered' }
  const memoryMib = Math.floor(facts.memoryBytes / 2 ** 20)
  const poolGib = Math.floor(facts.pool.bytes / 2 ** 30)
  const half = Math.floor(poolGib / 2)
  if (poolGib < poolGibMin) return { outcome: 'refused', reason: 'pool_too_small' }
  if (memoryMib <= 2 * memoryMibReservedMin) return { outcome: 'refused', reason: 'memory_too_small' }
  return {
    outcome: 'usable',
    plan: {
      hostName: nameIn(code, facts.serverName),
      poolName: nameIn(code, facts.pool.name),
      host: {
        vcpuPhysical: facts.cpus,
        vcpuOvercommitPercent,
        vcpuReserved: share((facts.cpus * vcpuOvercommitPercent) / 100, reservedPercent),
        memoryMibPhysical: memoryMib,
        memoryMibReserved: Math.max(memoryMibReservedMin, share(memoryMib, reservedPercent)),
        diskGibPhysical: half,
        diskGibReserved: share(half, diskReservedPercent),
      },
      pool: { gibPhysical: half, gibReserved: share(half, diskReservedPercent) },
      images: planImages(facts.images, facts.runsMachines),
      labels: facts.runsMachines ? machineLabel : {},
    },
  }
}

/**
 * Lists the images that have an alias, under the catalogue's short name. Images of virtual machines are included only
 * where a member runs them, with a name that shows it. Pure.
 */
function planImages(images: IncusMemberFacts['images'], runsMachines: boolean): MemberPlan['images'] {
  const bySlug = new Map<string, MemberPlan['images'][number]>()
  const startable = images.filter(
    ({ type }) => type === 'container' || (runsMachines && type === 'virtual-machine'),
  )
  for (const { alias, type, description, bytes, madeOn, hasCloudInit, hasSsh } of startable.sort(byAlias)) {
    const isMachine = type === 'virtual-machine'
    const slug = isMachine && slugOf(alias) ? `${slugOf(alias).slice(0, 57)}-vm` : slugOf(alias)
    if (slug.length < 2 || bySlug.has(slug)) continue
    const minDiskGib = Math.max(1, Math.ceil((bytes * unpackedFactor) / 2 ** 30))
    bySlug.set(slug, {
      slug,
      alias,
      otherwise: {
        name: `${description.trim() || alias}${isMachine ? ' (VM)' : ''}`.slice(0, 80),
        updatedOn: madeOn,
        minDiskGib,
        instanceType: isMachine ? 'virtual-machine' : 'container',
        hasCloudInit: hasCloudInit ?? false,
        hasSsh: hasSsh ?? null,
      },
    })
  }
  return [...bySlug.values()]
}

const byAlias = (a: { alias: string }, b: { alias: string }) => (a.alias < b.alias ? -1 : 1)
const share = (amount: number, percent: number) => Math.floor((amount * percent) / 100)
/** Returns the inventory name of a member or pool. */
export const nameIn = (code: string, name: string) =>
  `${code.toLowerCase()}-${slugOf(name) || 'incus'}`.slice(0, 60)

function slugOf(text: string): string {
  const dashed = text.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return dashed.slice(0, 60).replace(/^-+|-+$/g, '')
}
