import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { InstanceSpec } from '../port/driver'
import { closedFilter } from '../port/firewall'
import { buildCloudImage, importImage } from '../testing/cloud-image'
import { startIncusMember } from '../testing/incus-member'
import { instanceSpec } from '../testing/world'
import { createIncusContext } from './context'
import { openIncusDriver } from './open-incus-driver'
import { execInside } from './servers/exec'
import { openIncusHttp } from './wire/http-client'
import { readIncusMember } from './zone/read-member'

const imageAlias = 'debian-cloud'
const now = () => new Date()

const folder = await mkdtemp(join(tmpdir(), 'andromede-cloud-'))
const imagePath = await buildCloudImage(folder)
const member = imagePath === null ? null : await startIncusMember()
if (member && !member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const socketPath = member?.available ? member.socketPath : ''
afterAll(async () => {
  if (member?.available) await member.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

describe.skipIf(socketPath === '')('a real image with cloud-init', { timeout: 400_000 }, () => {
  const driver = openIncusDriver({ socketPath, installation: 'cloud-test', now })
  const http = openIncusHttp({
    socketPath,
    now,
    requestTimeoutMs: 60_000,
    failureLimit: 5,
    circuitOpenMs: 10_000,
  })
  const incus = createIncusContext({ http, project: 'default', installation: 'cloud-test', now })
  const patient = () => ({ signal: AbortSignal.timeout(300_000) })
  afterAll(async () => {
    await driver.close()
    await http.close()
  })

  const inside = async (id: string, ...command: string[]) =>
    (await execInside(incus, id, command, patient())).stdout

  /** A started server whose cloud-init has ended. */
  async function boot(over: Partial<InstanceSpec>) {
    const spec = instanceSpec(imageAlias, { memoryMib: 512, ...over })
    await driver.createInstance(spec, patient())
    await driver.startInstance(spec.resourceId, patient())
    await expect
      .poll(async () => (await driver.readFirstBoot(spec.resourceId, patient())).state, {
        timeout: 200_000,
        interval: 500,
      })
      .not.toMatch(/running|unknown/)
    return { id: spec.resourceId, first: await driver.readFirstBoot(spec.resourceId, patient()) }
  }

  test('is imported, and carries cloud-init by its property', async () => {
    await importImage(socketPath, imagePath ?? '', imageAlias)
    const { images } = await readIncusMember({ socketPath, now }, patient())
    expect(images.find(({ alias }) => alias === imageAlias)).toMatchObject({ hasCloudInit: true })
  })

  test('installs the keys of the order and those of the user data, byte for byte what was ordered, and runs its script', async () => {
    const own =
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGk3vVrLLpxjvV7vVrLLpxjvV7vVrLLpxjvV7vVrLLpx of-the-order'
    const theirs = own.replace('k3vV', 'k3vW').replace('of-the-order', 'of-the-text')
    const userData = [
      '#cloud-config',
      'users:',
      '  - default',
      `  - {name: root, ssh_authorized_keys: ["${theirs}"]}`,
      'runcmd:',
      '  - [sh, -c, "echo é 🚀 > /root/ran"]  ',
      '',
      '# the end, without a line end: {{ config_get("user.meta-data", "") }}',
    ].join('\r\n')
    const { id, first } = await boot({ sshKeys: [own], userData })
    expect(first).toEqual({ state: 'done', milliseconds: expect.any(Number) })
    console.log(`first boot: ${JSON.stringify(first)}`)
    const keys = await inside(id, 'cat', '/root/.ssh/authorized_keys')
    expect(keys).toContain('of-the-order')
    expect(keys).toContain('of-the-text')
    // Not the refusal that distributions put before the keys of root.
    expect(keys).not.toContain('command=')
    expect(await inside(id, 'cat', '/root/ran')).toBe('é 🚀\n')
    expect(await inside(id, 'cat', '/var/lib/cloud/instance/user-data.txt')).toBe(userData)
  })

  test('lets user data override what we set for every server', async () => {
    const userData = '#cloud-config\ndisable_root: true\n'
    const { id } = await boot({ userData })
    expect(await inside(id, 'cat', '/root/.ssh/authorized_keys')).toContain('command=')
  })

  test('configures a further card as soon as it is connected, and keeps one way out', async () => {
    const organisationId = newId('organisation')
    const network = (range: string) => ({
      ...{ networkId: newId('network'), organisationId, range, hasExit: true },
      ...closedFilter,
    })
    const first = network('10.211.0.0/24')
    const { id } = await boot({ organisationId, network: first, address: '10.211.0.20' })
    const card = { network: network('10.211.1.0/24'), address: '10.211.1.20', position: 1 }
    await driver.connectNetwork(id, card, patient())
    await expect
      .poll(() => inside(id, 'ip', '-4', '-o', 'addr', 'show', 'eth1'), { timeout: 60_000, interval: 500 })
      .toContain('10.211.1.20/24')
    const ways = (await inside(id, 'ip', '-4', 'route', 'show', 'default')).trim().split('\n')
    expect(ways).toEqual([expect.stringContaining('dev eth0')])
    await driver.disconnectNetwork(id, card.network.networkId, patient())
    expect(await inside(id, 'ip', '-4', '-o', 'addr', 'show')).not.toContain('eth1')
  })

  test('reports a first boot that failed with its module and error', async () => {
    const { first } = await boot({ userData: '#!/bin/sh\nexit 3\n' })
    expect(first).toEqual({
      state: 'failed',
      milliseconds: expect.any(Number),
      module: expect.stringMatching(/^scripts.user$/),
      error: expect.stringContaining('1 failures'),
    })
  })

  test('takes its private address and its public IPv6 address by DHCP, and the way out over both', async () => {
    const organisationId = newId('organisation')
    const network = {
      ...{ networkId: newId('network'), organisationId, hasExit: true },
      ...{ range: '10.128.0.0/22', range6: '2001:db8:100:a::/64' },
      ...closedFilter,
    }
    const [address, address6] = ['10.128.0.10', '2001:db8:100:a::a']
    const startedAt = performance.now()
    const { id } = await boot({ organisationId, network, address, address6 })
    const seen = async () => {
      const observed = await driver.observeInstance(id, patient())
      return observed.exists ? observed.addresses.filter((each) => !each.startsWith('fe80')) : []
    }
    await expect.poll(seen, { timeout: 60_000, interval: 200 }).toContain(address6)
    console.log(`IPv6 address after ${Math.round(performance.now() - startedAt)} ms`)
    // No other one of its own choice.
    expect(await seen()).toEqual([address, address6])
    expect(await inside(id, 'ip', '-6', 'route', 'show', 'default')).toMatch(/via fe80::/)
  })
})
