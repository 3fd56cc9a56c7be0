import { afterAll, beforeAll, describe } from 'vitest'
import { addressContract } from './address-contract'
import { balancerContract } from './balancer-contract'
import { cardContract } from './card-contract'
import { copyContract } from './copy-contract'
import { firstBootContract } from './first-boot-contract'
import { imageContract } from './image-contract'
import { instanceContract } from './instance-contract'
import { instanceSnapshotContract } from './instance-snapshot-contract'
import { lookContract } from './look-contract'
import { machineContract } from './machine-contract'
import { networkContract } from './network-contract'
import { ownAddressContract } from './own-address-contract'
import { peerContract } from './peer-contract'
import { rescueContract } from './rescue-contract'
import { shellContract } from './shell-contract'
import { snapshotContract } from './snapshot-contract'
import { transferContract } from './transfer-contract'
import { volumeContract } from './volume-contract'
import type { World } from './world'

/**
 * The contract of every driver. The simulator and Incus pass the same tests, so a saga proven on one holds on the
 * other.
 */
export function driverContract(
  name: string,
  makeWorld: () => Promise<World>,
  /** Image of a virtual machine; null where none can run. Absent: tested elsewhere. */
  machineImage?: string | null,
  withBalancers = false,
): void {
  describeIn(makeWorld, `driver contract: ${name}`, (world) => {
    transportParts(world, machineImage)
    volumeContract(world)
    addressContract(world)
    if (withBalancers) balancerContract(world)
    networkContract(world)
    cardContract(world)
    peerContract(world)
    ownAddressContract(world)
    snapshotContract(world)
    copyContract(world)
    instanceSnapshotContract(world)
    imageContract(world)
    rescueContract(world)
    lookContract(world)
  })
}

/**
 * The part that shows whether another transport to the same hypervisor works: reads, changes that take time, refusals
 * and delays, streams in both directions, and shells.
 */
export function transportContract(
  name: string,
  makeWorld: () => Promise<World>,
  machineImage?: string | null,
): void {
  describeIn(makeWorld, `driver contract, as far as the transport matters: ${name}`, (world) =>
    transportParts(world, machineImage),
  )
}

/** The part that differs by how private networks are made. */
export function networkingContract(name: string, makeWorld: () => Promise<World>): void {
  describeIn(makeWorld, `driver contract, networks and addresses: ${name}`, (world) => {
    addressContract(world)
    networkContract(world)
    cardContract(world)
    peerContract(world)
    ownAddressContract(world)
    lookContract(world)
  })
}

function transportParts(world: () => World, machineImage?: string | null): void {
  instanceContract(world)
  firstBootContract(world)
  if (machineImage !== undefined) machineContract(world, machineImage)
  transferContract(world)
  shellContract(world)
}

function describeIn(
  makeWorld: () => Promise<World>,
  name: string,
  define: (world: () => World) => void,
): void {
  describe(name, () => {
    let world: World
    beforeAll(async () => {
      world = await makeWorld()
    }, 120_000)
    afterAll(() => world?.close(), 60_000)
    define(() => world)
  })
}
