import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { listZones } from '~/lib/catalogue'
import { recordZoneReach } from '~/lib/datacentre'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { bindIncusZone, type Drivers, openDrivers } from '~/lib/hypervisors/runtime'
import { buildCloudImage, importImage } from '~/lib/hypervisors/testing/cloud-image'
import { startIncusMember } from '~/lib/hypervisors/testing/incus-member'
import { addSshKey } from '~/lib/identity'
import { isId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import {
  applyAddresses,
  applyNetworks,
  definitionOf,
  runReachTests,
  sagaVocabulary,
} from '~/lib/resources/runtime'
import { rowProbeOn } from '~/lib/resources/testing/saga-rows'
import { engineDefaults, neverCrash, type SagaRunner, startSagaRunner } from '~/lib/sagas/runtime'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { defineSellingEntity, placeOrder } from '../index'
import { sellAddresses } from '../testing/open-delivery-world'
import { makeCatalogue, serverOrder, testSeller } from '../testing/order-world'

const folder = await mkdtemp(join(tmpdir(), 'andromede-outside-'))
const imagePath = await buildCloudImage(folder)
const member = imagePath === null ? null : await startIncusMember()
if (member && !member.available) console.warn(`ssh from outside is skipped: ${member.reason}`)
const { socketPath, netns } = member?.available ? member : { socketPath: '', netns: '' }
afterAll(async () => {
  if (member?.available) await member.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)
const run = promisify(execFile)
const internet = `${netns}-o`
const [customersAddress, anotherAddress] = ['198.51.100.7', '198.51.100.8']
const soldRange = '203.0.113.0/29'

describe.skipIf(socketPath === '')('ssh from the internet', { timeout: 300_000 }, () => {
  const database = useTestDatabase()
  const rows = rowProbeOn(database.sql)
  const key = join(folder, 'key')
  let drivers: Drivers
  let runner: SagaRunner
  let buyer: TestBuyer
  const worker = () => systemTestContext(systemNow())
  const customer = () => ({ ...buyer.as('owner', systemNow()), ip: customersAddress })

  /** A machine with two addresses on the internet, with a cable to the hypervisor. */
  async function connectInternet() {
    const ip = (words: string) => run('ip', words.split(' '))
    await ip(`netns add ${internet}`)
    await ip(`link add up0 netns ${netns} type veth peer name eth0 netns ${internet}`)
    await ip(`-n ${netns} addr add 198.51.100.1/24 dev up0`)
    await ip(`-n ${netns} link set up0 up`)
    for (const address of [customersAddress, anotherAddress])
      await ip(`-n ${internet} addr add ${address}/24 dev eth0`)
    await ip(`-n ${internet} link set eth0 up`)
    await ip(`-n ${internet} route add ${soldRange} via 198.51.100.1`)
  }
  const ssh = async (from: string, to: string, identity = key) => {
    const options = ['BatchMode=yes', 'IdentitiesOnly=yes', 'StrictHostKeyChecking=no', 'ConnectTimeout=3']
    const { stdout } = await run(
      'ip',
      [
        ...['netns', 'exec', internet, 'ssh', '-b', from, '-i', identity],
        ...[...options, `UserKnownHostsFile=${folder}/hosts`].flatMap((option) => ['-o', option]),
        ...[`root@${to}`, 'hostname'],
      ],
      { timeout: 15_000 },
    )
    return stdout.trim()
  }

  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000'
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    await connectInternet()
    await importImage(socketPath, imagePath ?? '', 'debian-cloud')
    buyer = await makeBuyer(database.sql)
    await defineSellingEntity(seedContext(), testSeller)
    drivers = await openDrivers({ incusSocket: socketPath, now: systemNow })
    expect(await bindIncusZone(seedContext(systemNow()), { socketPath })).toMatchObject({ outcome: 'bound' })
    await recordZoneReach(worker(), (zoneId) => drivers.findIncusFailure(zoneId, AbortSignal.timeout(30_000)))
    runner = startSagaRunner({
      engine: {
        ...engineDefaults,
        definitionOf,
        vocabulary: sagaVocabulary,
        workerId: randomUUID(),
        driverFor: drivers.driverFor,
        now: systemNow,
        random: Math.random,
        crash: neverCrash,
      },
      room: { perOrganisation: 8, total: 8 },
      sweepMs: 250,
    })
  }, 120_000)
  afterAll(async () => {
    await runner?.stop(5_000)
    await drivers?.close()
  })
  afterAll(() => run('ip', ['netns', 'del', internet]).catch(() => undefined))

  test('opens a session from the address of the order, and from no other', async () => {
    const zones = await withSystem(systemTestContext(), (tx) => listZones(tx))
    const zone = zones.find(({ code }) => code === 'INC1')
    const image = zone?.images.find(({ name }) => /cloud-init/.test(name))
    if (!zone || !image || !isId('image', image.id)) throw new Error('the zone has the image')
    await sellAddresses(zone.id, soldRange)
    const { id: sshKeyId } = await addSshKey(customer(), { publicKey: await readFile(`${key}.pub`, 'utf8') })
    const catalogue = { ...(await makeCatalogue([])), imageId: image.id }
    const order = serverOrder({ zoneId: zone.id, hostIds: [], poolId: 'poo_none' }, catalogue, {
      sshKeyIds: [sshKeyId],
      publicAddress: true,
      sshAccess: { from: 'caller' },
    })
    const orderedAt = performance.now()
    expect(await placeOrder(customer(), order)).toMatchObject({ outcome: 'accepted' })

    const state = async () => {
      await applyNetworks(worker(), drivers)
      await applyAddresses(worker(), drivers)
      await runReachTests(worker(), drivers)
      const [row] = await rows.query<{ state: string; address: string | null }>(
        `select i.state, a.address from instances i left join public_addresses a on a.instance_id = i.id`,
      )
      return row
    }
    await expect
      .poll(state, { timeout: 120_000, interval: 500 })
      .toEqual({ state: 'running', address: expect.stringMatching(/^203/) })
    const address = (await state())?.address ?? ''
    const name = async () => {
      // A write that failed is repeated by the next pass.
      await state()
      return ssh(customersAddress, address).catch(() => '')
    }
    await expect.poll(name, { timeout: 120_000, interval: 500 }).toMatch(/^ins-/)
    console.log(`order to a session from outside: ${Math.round(performance.now() - orderedAt)} ms`)
    // It reaches the hypervisor's side of the cable, so that the rule alone is what stops it.
    await run(
      'ip',
      `netns exec ${internet} busybox ping -c 1 -W 2 -I ${anotherAddress} 198.51.100.1`.split(' '),
    )
    await expect(ssh(anotherAddress, address)).rejects.toThrow(/timed out/i)
    // The key is the customer's: another one opens nothing.
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', `${key}-2`])
    await expect(ssh(customersAddress, address, `${key}-2`)).rejects.toThrow(/Permission denied/)
  })
})
