import { expect } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { CardSpec, Driver } from '../port/driver'
import { closedFilter } from '../port/firewall'
import { imageSpec, instanceSpec, soon, volumeSpec, type World } from './world'

/** One change of the port: its preparation, the call, and the state that must result, however often it was tried. */
export type EveryChange = {
  name: string
  prepare(world: World): Promise<{ call(driver: Driver): Promise<void>; check(): Promise<void> }>
}

const size = { vcpu: 2, memoryMib: 512, rootDiskGib: 3 }

async function instance({ driver, image }: World, isRunning = false) {
  const spec = instanceSpec(image)
  await driver.createInstance(spec, soon())
  if (isRunning) await driver.startInstance(spec.resourceId, soon())
  return spec.resourceId
}

async function volume({ driver }: World) {
  const spec = volumeSpec()
  await driver.createVolume(spec, soon())
  return spec.resourceId
}

async function snapshot(world: World) {
  const [volumeId, snapshotId] = [await volume(world), newId('snapshot')]
  await world.driver.takeSnapshot(volumeId, snapshotId, soon())
  return [volumeId, snapshotId] as const
}

async function instanceSnapshot(world: World) {
  const [instanceId, snapshotId] = [await instance(world), newId('snapshot')]
  await world.driver.takeInstanceSnapshot(instanceId, snapshotId, soon())
  return [instanceId, snapshotId] as const
}

const seen = async (world: World, id: string, wanted: object) =>
  expect(await world.driver.observeInstance(id, soon())).toMatchObject(wanted)
const seenVolume = async (world: World, id: string, wanted: object) =>
  expect(await world.driver.observeVolume(id, soon())).toMatchObject(wanted)

const seenSnapshot = async (world: World, volumeId: string, snapshotId: string, exists: boolean) =>
  expect(await world.driver.observeSnapshot(volumeId, snapshotId, soon())).toMatchObject({ exists })

const seenInstanceSnapshot = async (world: World, instanceId: string, snapshotId: string, exists: boolean) =>
  expect(await world.driver.observeInstanceSnapshot(instanceId, snapshotId, soon())).toMatchObject({ exists })

const seenImage = async (world: World, id: string, exists: boolean) =>
  expect(await world.driver.observeImage(id, soon())).toMatchObject({ exists })

let ranges = 0
function furtherCard(): CardSpec {
  ranges += 1
  const base = `10.${210 + (ranges >> 8)}.${ranges & 255}`
  const network = {
    ...{ networkId: newId('network'), organisationId: newId('organisation') },
    ...{ range: `${base}.0/24`, hasExit: true, ...closedFilter },
  }
  return { network, address: `${base}.20`, position: 1 }
}

async function seenCard(world: World, id: string, { network, address }: CardSpec, exists: boolean) {
  const found = await world.driver.survey('PAR1', { ...soon(), only: id })
  const cards = found.flatMap((each) => (each.kind === 'instance' && each.owner ? each.cards : []))
  const { networkId } = network
  expect(cards.filter((card) => card.networkId === networkId)).toEqual(
    exists ? [{ networkId, address, address6: null }] : [],
  )
}

export const everyChange: readonly EveryChange[] = [
  {
    name: 'startRescue',
    async prepare(world) {
      const id = await instance(world)
      await world.writeRoot(id, 'kept')
      return {
        call: (driver) => driver.startRescue(id, world.image, soon()),
        check: async () => expect(await world.readInRescue(id)).toBe('kept'),
      }
    },
  },
  {
    name: 'endRescue',
    async prepare(world) {
      const id = await instance(world)
      await world.driver.startRescue(id, world.image, soon())
      return {
        call: (driver) => driver.endRescue(id, soon()),
        check: async () => expect(await world.readInRescue(id)).not.toBe('kept'),
      }
    },
  },
  {
    name: 'importVolume',
    async prepare(world) {
      const [[volumeId, snapshotId], resourceId] = [await snapshot(world), newId('backup')]
      const spec = volumeSpec({ resourceId })
      const source = { volumeId, snapshotId }
      const open = () => world.driver.exportSnapshot(spec, source, soon())
      return {
        call: (driver) => driver.importVolume(spec, open, soon()),
        async check() {
          await seenVolume(world, resourceId, { exists: true, ours: true, sizeGib: 1 })
          await world.driver.endExport(resourceId, soon())
        },
      }
    },
  },
  {
    name: 'createImage',
    async prepare(world) {
      const [[instanceId, snapshotId], resourceId] = [await instanceSnapshot(world), newId('privateImage')]
      const spec = imageSpec({ resourceId })
      return {
        call: (driver) => driver.createImage(spec, { instanceId, snapshotId }, soon()),
        check: () => seenImage(world, resourceId, true),
      }
    },
  },
  {
    name: 'deleteImage',
    async prepare(world) {
      const [[instanceId, snapshotId], resourceId] = [await instanceSnapshot(world), newId('privateImage')]
      const spec = imageSpec({ resourceId })
      await world.driver.createImage(spec, { instanceId, snapshotId }, soon())
      return {
        call: (driver) => driver.deleteImage(resourceId, soon()),
        check: () => seenImage(world, resourceId, false),
      }
    },
  },
  {
    name: 'createInstance',
    async prepare(world) {
      const spec = instanceSpec(world.image)
      return {
        call: (driver) => driver.createInstance(spec, soon()),
        check: () => seen(world, spec.resourceId, { exists: true, ours: true, power: 'stopped', vcpu: 1 }),
      }
    },
  },
  {
    name: 'startInstance',
    async prepare(world) {
      const id = await instance(world)
      return {
        call: (driver) => driver.startInstance(id, soon()),
        check: () => seen(world, id, { power: 'running' }),
      }
    },
  },
  {
    name: 'stopInstance',
    async prepare(world) {
      const id = await instance(world, true)
      return {
        call: (driver) => driver.stopInstance(id, { force: true }, soon()),
        check: () => seen(world, id, { power: 'stopped' }),
      }
    },
  },
  {
    name: 'restartInstance',
    async prepare(world) {
      const id = await instance(world)
      return {
        call: (driver) => driver.restartInstance(id, soon()),
        check: () => seen(world, id, { power: 'running' }),
      }
    },
  },
  {
    name: 'resizeInstance',
    async prepare(world) {
      const id = await instance(world)
      return {
        call: (driver) => driver.resizeInstance(id, size, soon()),
        check: () => seen(world, id, { vcpu: 2, memoryMib: 512, diskGib: 3 }),
      }
    },
  },
  {
    name: 'moveInstance',
    async prepare(world) {
      const id = await instance(world)
      return {
        call: (driver) => driver.moveInstance(id, 'host-2', soon()),
        check: async () => expect(await world.hostOf?.(id)).toBe('host-2'),
      }
    },
  },
  {
    name: 'connectNetwork',
    async prepare(world) {
      const [id, card] = [await instance(world), furtherCard()]
      return {
        call: (driver) => driver.connectNetwork(id, card, soon()),
        check: () => seenCard(world, id, card, true),
      }
    },
  },
  {
    name: 'disconnectNetwork',
    async prepare(world) {
      const [id, card] = [await instance(world), furtherCard()]
      await world.driver.connectNetwork(id, card, soon())
      return {
        call: (driver) => driver.disconnectNetwork(id, card.network.networkId, soon()),
        check: () => seenCard(world, id, card, false),
      }
    },
  },
  {
    name: 'deleteInstance',
    async prepare(world) {
      const id = await instance(world, true)
      return {
        call: (driver) => driver.deleteInstance(id, soon()),
        check: () => seen(world, id, { exists: false }),
      }
    },
  },
  {
    name: 'createVolume',
    async prepare(world) {
      const spec = volumeSpec()
      return {
        call: (driver) => driver.createVolume(spec, soon()),
        check: () => seenVolume(world, spec.resourceId, { exists: true, ours: true, sizeGib: 1 }),
      }
    },
  },
  {
    name: 'copyVolume',
    async prepare(world) {
      const [spec, volumeId] = [volumeSpec({ sizeGib: 2 }), await volume(world)]
      return {
        call: (driver) => driver.copyVolume(spec, { volumeId, snapshotId: null }, soon()),
        check: () => seenVolume(world, spec.resourceId, { exists: true, ours: true, sizeGib: 2 }),
      }
    },
  },
  {
    name: 'growVolume',
    async prepare(world) {
      const id = await volume(world)
      return {
        call: (driver) => driver.growVolume(id, 2, soon()),
        check: () => seenVolume(world, id, { sizeGib: 2 }),
      }
    },
  },
  {
    name: 'attachVolume',
    async prepare(world) {
      const [instanceId, volumeId] = [await instance(world), await volume(world)]
      return {
        call: (driver) => driver.attachVolume(instanceId, volumeId, soon()),
        check: () => seenVolume(world, volumeId, { attachedTo: instanceId }),
      }
    },
  },
  {
    name: 'detachVolume',
    async prepare(world) {
      const [instanceId, volumeId] = [await instance(world), await volume(world)]
      await world.driver.attachVolume(instanceId, volumeId, soon())
      return {
        call: (driver) => driver.detachVolume(instanceId, volumeId, soon()),
        check: () => seenVolume(world, volumeId, { exists: true, attachedTo: null }),
      }
    },
  },
  {
    name: 'takeSnapshot',
    async prepare(world) {
      const [volumeId, snapshotId] = [await volume(world), newId('snapshot')]
      return {
        call: (driver) => driver.takeSnapshot(volumeId, snapshotId, soon()),
        check: () => seenSnapshot(world, volumeId, snapshotId, true),
      }
    },
  },
  {
    name: 'restoreSnapshot',
    async prepare(world) {
      const [volumeId, snapshotId] = await snapshot(world)
      return {
        call: (driver) => driver.restoreSnapshot(volumeId, snapshotId, soon()),
        check: () => seenSnapshot(world, volumeId, snapshotId, true),
      }
    },
  },
  {
    name: 'deleteSnapshot',
    async prepare(world) {
      const [volumeId, snapshotId] = await snapshot(world)
      return {
        call: (driver) => driver.deleteSnapshot(volumeId, snapshotId, soon()),
        check: () => seenSnapshot(world, volumeId, snapshotId, false),
      }
    },
  },
  {
    name: 'takeInstanceSnapshot',
    async prepare(world) {
      const [instanceId, snapshotId] = [await instance(world), newId('snapshot')]
      return {
        call: (driver) => driver.takeInstanceSnapshot(instanceId, snapshotId, soon()),
        check: () => seenInstanceSnapshot(world, instanceId, snapshotId, true),
      }
    },
  },
  {
    name: 'restoreInstanceSnapshot',
    async prepare(world) {
      const [instanceId, snapshotId] = await instanceSnapshot(world)
      const kept = { ...size, volumeIds: [] }
      return {
        call: (driver) => driver.restoreInstanceSnapshot(instanceId, snapshotId, kept, soon()),
        check: () => seen(world, instanceId, { power: 'stopped', ours: true }),
      }
    },
  },
  {
    name: 'deleteInstanceSnapshot',
    async prepare(world) {
      const [instanceId, snapshotId] = await instanceSnapshot(world)
      return {
        call: (driver) => driver.deleteInstanceSnapshot(instanceId, snapshotId, soon()),
        check: () => seenInstanceSnapshot(world, instanceId, snapshotId, false),
      }
    },
  },
  {
    name: 'deleteVolume',
    async prepare(world) {
      const id = await volume(world)
      return {
        call: (driver) => driver.deleteVolume(id, soon()),
        check: () => seenVolume(world, id, { exists: false }),
      }
    },
  },
]

/** Changes that a single server supports: a move needs a second one. */
export const singleServerChanges = everyChange.filter(({ name }) => name !== 'moveInstance')
