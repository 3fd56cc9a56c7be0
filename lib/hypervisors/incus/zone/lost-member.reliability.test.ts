import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { InstanceSpec, NetworkSpec } from '../../port/driver'
import type { DriverError } from '../../port/driver-error'
import { closedFilter } from '../../port/firewall'
import { startIncusCluster } from '../../testing/incus-cluster'
import { instanceSpec, soon, volumeSpec } from '../../testing/world'
import { openIncusConnection } from '../open-incus-driver'
import { openPool } from '../wire/address'

const cluster = await startIncusCluster(3)
afterAll(() => (cluster.available ? cluster.stop() : undefined), 60_000)
if (!cluster.available) console.warn(`The cluster is skipped: ${cluster.reason}`)
const socketPath = cluster.available ? cluster.socketPath(1) : ''
const organisationId = newId('organisation')
const patience = { timeout: 90_000, interval: 500 }
const limits = { instances: 20, vcpu: 20, memoryMib: 20_000, diskGib: 200 }
const network: NetworkSpec = {
  networkId: newId('network'),
  organisationId,
  range: '10.128.0.0/22',
  hasExit: true,
  ...closedFilter,
}

// Sequential: each test starts in the state that the previous one left.
describe.skipIf(!cluster.available)('a member that is lost for good', { timeout: 180_000 }, () => {
  const connection = openIncusConnection({
    socketPath,
    installation: 'cluster',
    now: () => new Date(),
    requestTimeoutMs: 8_000,
  })
  const driver = connection.scopedTo({ organisationId, limits, memberOf: (hostName) => hostName })
  const pool = openPool({ socketPath })
  afterAll(() => Promise.all([connection.close(), pool.destroy()]))
  const server = (hostName: string, address: string) =>
    instanceSpec('busybox', { organisationId, hostName, network, address })
  const lost = server('n2', '10.128.0.12')
  const neighbour = server('n3', '10.128.0.13')
  const disk = volumeSpec({ organisationId })
  const backup = volumeSpec({ organisationId })
  const imageId = newId('privateImage')
  const statusOf = async (member: string) => {
    const response = await pool.request({ method: 'GET', path: `/1.0/cluster/members/${member}` })
    return ((await response.body.json()) as { metadata: { status?: string } }).metadata.status
  }
  const start = async (spec: InstanceSpec) => {
    await driver.createInstance(spec, soon())
    await driver.startInstance(spec.resourceId, soon())
    await expect
      .poll(() => driver.probeReachable(spec.resourceId, soon()), patience)
      .toMatchObject({ reachable: true })
  }

  it('leaves an image and a backup on the others', async () => {
    await driver.checkVantages(soon())
    await start(lost)
    await start(neighbour)
    await driver.createVolume(disk, soon())
    await driver.attachVolume(lost.resourceId, disk.resourceId, soon())
    const [snapshotId, copyId] = [newId('snapshot'), newId('snapshot')]
    await driver.takeInstanceSnapshot(lost.resourceId, snapshotId, soon())
    const spec = { resourceId: imageId, organisationId, name: 'nightly', zoneCode: 'INC3', sizeGib: 2 }
    await driver.createImage(spec, { instanceId: lost.resourceId, snapshotId }, soon())
    await driver.takeSnapshot(disk.resourceId, copyId, soon())
    const source = { volumeId: disk.resourceId, snapshotId: copyId }
    await driver.importVolume(backup, () => driver.exportSnapshot(backup, source, soon()), soon())
    await driver.endExport(backup.resourceId, soon())
  })

  it('is not forgotten while it answers', async () => {
    await expect(driver.forgetHost('INC3', 'n2', soon())).rejects.toMatchObject({ code: 'state_forbids' })
    expect((await driver.observeInstance(lost.resourceId, soon())).exists).toBe(true)
  })

  it('is forgotten with everything on it, and again without effect', async () => {
    if (cluster.available) await cluster.kill(2)
    await expect.poll(() => statusOf('n2'), patience).toBe('Offline')
    // On a busy machine Incus takes longer than one request; the worker repeats the call too.
    const forget = () =>
      driver.forgetHost('INC3', 'n2', soon()).then(
        () => 'forgotten',
        ({ code }: DriverError) => code,
      )
    await expect.poll(forget, patience).toBe('forgotten')
    expect(await forget()).toBe('forgotten')
    expect((await driver.observeInstance(lost.resourceId, soon())).exists).toBe(false)
    expect((await driver.observeVolume(disk.resourceId, soon())).exists).toBe(false)
    expect((await driver.observeImage(imageId, soon())).exists).toBe(true)
    // Heartbeats of the others may be late just after the removal.
    await expect
      .poll(() => driver.listSilentHosts('INC3', soon()), patience)
      .toMatchObject({ hosts: [], members: { names: ['n1', 'n3'], isWhole: true } })
  })

  it('has its servers and volumes again on another member, with the same address', async () => {
    const source = { volumeId: backup.resourceId, snapshotId: null }
    await driver.copyVolume({ ...disk, sizeGib: backup.sizeGib }, source, soon())
    await start({ ...lost, hostName: 'n3', source: { imageId } })
    await driver.attachVolume(lost.resourceId, disk.resourceId, soon())
    const seen = await driver.observeInstance(lost.resourceId, soon())
    expect(seen).toMatchObject({ exists: true, ours: true, power: 'running', addresses: ['10.128.0.12'] })
    await expect(driver.probeReachable(neighbour.resourceId, soon())).resolves.toMatchObject({
      reachable: true,
    })
  })
})
