import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { InstanceSpec } from '../port/driver'
import { hypervisorName } from '../port/names'
import { transportContract } from '../testing/contract'
import { findMachineImage } from '../testing/find-machine-image'
import { startIncusMember } from '../testing/incus-member'
import { incusWorld } from '../testing/incus-world'
import { instanceSpec, soon, volumeSpec } from '../testing/world'
import { createIncusContext } from './context'
import { openIncusDriver } from './open-incus-driver'
import { execInside } from './servers/exec'
import { getOwnInstance, instancePath } from './servers/instance-record'
import { copyVolume } from './storage/copy-volume'
import { openIncusHttp } from './wire/http-client'
import { run } from './wire/operations'

const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const { socketPath, image } = member.available ? member : { socketPath: '', image: '' }
const now = () => new Date()
const machineImage = await findMachineImage({ socketPath, isUp: member.available })

describe.skipIf(!member.available)('Incus', { timeout: 60_000 }, () => {
  // `https.incus.test.ts` covers HTTPS, as in production; `socket.reliability.test.ts` covers the socket.
  transportContract('incus', () => incusWorld({ socketPath }, image), machineImage)

  const driver = openIncusDriver({ socketPath, installation: 'incus-test', now })
  const http = openIncusHttp({
    socketPath,
    now,
    requestTimeoutMs: 10_000,
    failureLimit: 5,
    circuitOpenMs: 10_000,
  })
  const incus = createIncusContext({ http, project: 'default', installation: 'incus-test', now })
  afterAll(async () => {
    await driver.close()
    await http.close()
  })

  async function reachable(resourceId: string) {
    await expect
      .poll(() => driver.probeReachable(resourceId, soon()), { interval: 50 })
      .toMatchObject({ reachable: true })
  }

  it('takes an order to an HTTP answer and measures the time', async () => {
    const spec = instanceSpec(image)
    const startedAt = performance.now()
    await driver.createInstance(spec, soon())
    await driver.startInstance(spec.resourceId, soon())
    await reachable(spec.resourceId)
    const body = await driver.httpGetFromInside(spec.resourceId, '/', soon())
    console.log(`Incus: create, start and HTTP answer in ${Math.round(performance.now() - startedAt)} ms`)
    expect(body).toBe(`hello from ${spec.resourceId.replace('_', '-')}\n`)
  })

  it("writes SSH keys where only the guest's root can read them", async () => {
    const spec = instanceSpec(image, { sshKeys: ['ssh-ed25519 AAAA one', 'ssh-ed25519 BBBB two'] })
    await driver.createInstance(spec, soon())
    await driver.startInstance(spec.resourceId, soon())
    const path = '/root/.ssh/authorized_keys'
    const keys = await execInside(incus, spec.resourceId, ['cat', path], soon())
    expect(keys).toEqual({ exitCode: 0, stdout: 'ssh-ed25519 AAAA one\nssh-ed25519 BBBB two\n' })
    const mode = await execInside(incus, spec.resourceId, ['stat', '-c', '%a %u', '/root/.ssh', path], soon())
    expect(mode.stdout).toBe('700 0\n600 0\n')
  })

  it('hands keys to cloud-init as meta-data, also to servers from a private image and from a snapshot', async () => {
    const cloudImage = 'busybox-cloud'
    const organisationId = newId('organisation')
    const template = instanceSpec(image, { sshKeys: [] })
    await driver.createInstance(template, soon())
    await run(incus, 'POST', '/1.0/images', {
      ...soon(),
      json: {
        source: { type: 'instance', name: hypervisorName(template.resourceId) },
        properties: { variant: 'cloud' },
        aliases: [{ name: cloudImage }],
        compression_algorithm: 'none',
      },
    })
    const given = async (over: Partial<InstanceSpec>) => {
      const spec = instanceSpec(cloudImage, { organisationId, ...over })
      await driver.createInstance(spec, soon())
      const { record } = await getOwnInstance(incus, spec.resourceId, soon().signal)
      const keysFile = `${instancePath(spec.resourceId)}/files`
      const path = incus.path(keysFile, { path: '/root/.ssh/authorized_keys' })
      await expect(http.request('GET', path, soon())).rejects.toMatchObject({ code: 'not_found' })
      return [
        spec.resourceId,
        record.config['user.meta-data'],
        record.config['cloud-init.vendor-data'],
        record.config['cloud-init.user-data'] ?? '',
      ]
    }
    const vendorData = '#cloud-config\n{"disable_root": false}\n'
    const [instanceId = '', ...first] = await given({ sshKeys: ['ssh-ed25519 AAAA one'] })
    expect(first).toEqual(['public-keys: ["ssh-ed25519 AAAA one"]\n', vendorData, ''])
    const [snapshotId, imageId] = [newId('snapshot'), newId('privateImage')]
    await driver.takeInstanceSnapshot(instanceId, snapshotId, soon())
    const ownImage = { resourceId: imageId, organisationId, name: 'own', zoneCode: 'PAR1', sizeGib: 2 }
    await driver.createImage(ownImage, { instanceId, snapshotId }, soon())
    for (const source of [{ imageId }, { instanceId, snapshotId }]) {
      const [, ...copied] = await given({ source, sshKeys: ['ssh-ed25519 BBBB two'] })
      expect(copied).toEqual(['public-keys: ["ssh-ed25519 BBBB two"]\n', vendorData, ''])
    }
  })

  it('reads what cloud-init reports inside the server', async () => {
    const spec = instanceSpec('busybox-cloud')
    await driver.createInstance(spec, soon())
    await driver.startInstance(spec.resourceId, soon())
    const first = () => driver.readFirstBoot(spec.resourceId, soon())
    const inside = (script: string, ...given: string[]) =>
      execInside(incus, spec.resourceId, ['sh', '-c', script, 'sh', ...given], soon())
    // As cloud-init does: the report of a former boot lies there until this one makes its link.
    const write = (text: string) =>
      inside('mkdir -p /var/lib/cloud/data; printf %s "$1" > /var/lib/cloud/data/status.json', text)
    const link = () => inside('ln -s ../../var/lib/cloud/data/status.json /run/cloud-init/status.json')
    const report = (errors: string[]) =>
      JSON.stringify({ v1: { 'init-local': { start: 1 }, 'modules-final': { finished: 3.5, errors } } })
    await write(report([]))
    expect(await first()).toEqual({ state: 'running' })
    await inside('mkdir /run/cloud-init; touch /run/cloud-init/disabled')
    expect(await first()).toEqual({ state: 'absent' })
    await link()
    expect(await first()).toEqual({ state: 'done', milliseconds: 2_500 })
    await write(report(["('runcmd', ValueError('no'))"]))
    expect(await first()).toEqual({ state: 'failed', milliseconds: 2_500, module: 'runcmd', error: 'no' })
  })

  /**
   * Returns an address without a lease: guests that request no particular address get one by DHCP, and a request does
   * not break a lease. A project lists only its own guests, and our vantages are in another one.
   */
  async function findUnleasedAddress(range: string): Promise<string> {
    const projects = (await http.request('GET', '/1.0/projects', soon())).metadata as string[]
    const leased = new Set<string>()
    for (const project of projects.map((url) => url.split('/').at(-1))) {
      const path = `/1.0/networks/incusbr0/leases?project=${project}`
      const { metadata } = await http.request('GET', path, soon())
      for (const { address } of metadata as { address: string }[]) leased.add(address)
    }
    const candidates = Array.from({ length: 200 }, (_, i) => range.replace(/\.1\/24$/, `.${i + 50}`))
    const free = candidates.find((address) => !leased.has(address))
    if (free === undefined) throw new Error('every address of the network is leased')
    return free
  }

  it('assigns the requested address when the network contains it, and another one otherwise', async () => {
    const network = (await http.request('GET', incus.path('/1.0/networks/incusbr0'), soon())).metadata
    const range = (network as { config: Record<string, string> }).config['ipv4.address'] ?? ''
    const wanted = await findUnleasedAddress(range)
    const inside = instanceSpec(image, { address: wanted })
    const outside = instanceSpec(image, { address: '192.0.2.9' })
    for (const spec of [inside, outside]) {
      await driver.createInstance(spec, soon())
      await driver.startInstance(spec.resourceId, soon())
      await reachable(spec.resourceId)
    }
    expect(await driver.observeInstance(inside.resourceId, soon())).toMatchObject({ addresses: [wanted] })
    const seen = await driver.observeInstance(outside.resourceId, soon())
    expect(seen).toMatchObject({ addresses: [expect.stringContaining(range.replace(/\.1\/24$/, '.'))] })
  })

  it('applies the limits of a running instance where its guest sees them', async () => {
    const spec = instanceSpec(image)
    await driver.createInstance(spec, soon())
    await driver.startInstance(spec.resourceId, soon())
    const memory = async () =>
      (await execInside(incus, spec.resourceId, ['grep', 'MemTotal', '/proc/meminfo'], soon())).stdout
    expect(await memory()).toMatch(/262144 kB/)
    await driver.resizeInstance(spec.resourceId, { vcpu: 2, memoryMib: 512, rootDiskGib: 3 }, soon())
    expect(await memory()).toMatch(/524288 kB/)
  })

  it('marks a backup with its source when its copy is complete, and keeps the names of copied and grown volumes', async () => {
    const [source, backup] = [volumeSpec(), volumeSpec({ resourceId: newId('backup') })]
    const [spec, from] = [
      { ...backup, organisationId: source.organisationId, backupOf: source.resourceId },
      { volumeId: source.resourceId, snapshotId: null },
    ]
    await driver.createVolume(source, soon())
    const found = async () =>
      (await driver.survey('PAR1', soon())).find(({ owner }) => owner?.resourceId === spec.resourceId)
    const seen = await driver.survey('PAR1', soon())
    const project = seen.find(({ owner }) => owner?.resourceId === source.resourceId)?.place ?? ''
    const dying = createIncusContext({
      http: {
        ...http,
        request: (method, ...rest) =>
          method === 'PATCH' ? Promise.reject(new Error('the worker died')) : http.request(method, ...rest),
      },
      ...{ project, installation: 'incus-test', now },
    })
    await expect(copyVolume(dying, spec, from, soon())).rejects.toThrow('the worker died')
    expect(await found()).toMatchObject({ copyOf: null })
    await driver.copyVolume(spec, from, soon())
    await driver.growVolume(source.resourceId, 2, soon())
    expect(await found()).toMatchObject({ copyOf: source.resourceId, label: spec.name })
    const grown = (await driver.survey('PAR1', soon())).find(
      ({ owner }) => owner?.resourceId === source.resourceId,
    )
    expect(grown).toMatchObject({ sizeGib: 2, label: source.name })
  })

  it('reports a dead member as unreachable', async () => {
    const nobody = openIncusDriver({ socketPath: `${socketPath}.absent`, installation: 'incus-test', now })
    await expect(nobody.listOwned(soon())).rejects.toMatchObject({ code: 'hypervisor_unreachable' })
    await nobody.close()
  })
})
