import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { driverContract } from '../../testing/contract'
import { startIncusMember } from '../../testing/incus-member'
import { incusWorld } from '../../testing/incus-world'
import { instanceSpec, soon, volumeSpec } from '../../testing/world'
import { readAddress, readTrustToken } from '../../trust-token'
import { openIncusConnection, openIncusDriver } from '../open-incus-driver'
import { readIncusMember } from '../zone/read-member'
import type { HttpsAddress } from './address'
import { makeClientCertificate } from './client-certificate'
import { joinTrust, readServerCertificate } from './join-trust'

const member = await startIncusMember({ https: true })
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const now = () => new Date()
const client = await makeClientCertificate('andromede', now())

describe.skipIf(!member.available)('Incus over HTTPS', { timeout: 60_000 }, () => {
  const { address, token } = (member.available && member.https) || { address: '', token: '' }
  const where = readAddress(address) ?? { host: '', port: 0 }
  const fingerprint = readTrustToken(token)?.fingerprint ?? ''
  let https: HttpsAddress

  it('sends nothing to a server with another certificate', async () => {
    const wrong = { ...where, fingerprint: '0'.repeat(64) }
    await expect(joinTrust({ ...wrong, token, client, now }, soon())).rejects.toMatchObject({
      code: 'certificate_changed',
      retryable: false,
    })
  })

  it('joins by token once; a repeat finds that it is trusted', async () => {
    https = await joinTrust({ ...where, fingerprint, token, client, now }, soon())
    expect(https.serverCertificate).toBe(await readServerCertificate({ ...where, fingerprint }, soon()))
    await joinTrust({ ...where, fingerprint, token, client, now }, soon())
    const facts = await readIncusMember({ https, now }, soon())
    expect(facts).toMatchObject({ isTrusted: true, pool: { name: 'default' } })
    const other = await makeClientCertificate('somebody', now())
    await expect(
      joinTrust({ ...where, fingerprint, token, client: other, now }, soon()),
    ).rejects.toMatchObject({ code: 'unauthorised' })
  })

  it('fails every call to a server with a changed certificate', async () => {
    const other = { ...https, fingerprint: '0'.repeat(64) }
    const stranger = { ...https, serverCertificate: client.certificate }
    for (const address of [other, stranger]) {
      const driver = openIncusDriver({ https: address, installation: 'https-test', now })
      await expect(driver.listOwned(soon())).rejects.toMatchObject({ code: 'certificate_changed' })
      await driver.close()
    }
  })

  it('reports a refused connection', async () => {
    const nobody = { ...where, port: 9 }
    await expect(readServerCertificate({ ...nobody, fingerprint }, soon())).rejects.toMatchObject({
      code: 'hypervisor_unreachable',
    })
    const driver = openIncusDriver({ https: { ...https, port: 9 }, installation: 'https-test', now })
    await expect(driver.listOwned(soon())).rejects.toMatchObject({ code: 'hypervisor_unreachable' })
    await driver.close()
  })

  it('enforces an organisation’s limits in a project of its own, and raises them with the quota', async () => {
    const connection = openIncusConnection({ https, installation: 'https-test', now })
    const organisationId = newId('organisation')
    const driver = (instances: number) =>
      connection.scopedTo({
        organisationId,
        limits: { instances, vcpu: 4, memoryMib: 1024, diskGib: 5 },
        memberOf: () => null,
      })
    const [first, second] = [instanceSpec('busybox'), instanceSpec('busybox')]
    await driver(1).createInstance(first, soon())
    await expect(driver(1).createInstance(second, soon())).rejects.toMatchObject({ code: 'capacity' })
    await driver(2).createInstance(second, soon())
    await expect(driver(2).createVolume(volumeSpec({ sizeGib: 3 }), soon())).rejects.toMatchObject({
      code: 'capacity',
    })
    // Lower than the current use: Incus keeps the old limit, and existing servers keep working.
    const size = { vcpu: 2, memoryMib: 256, rootDiskGib: 2 }
    await driver(1).resizeInstance(first.resourceId, size, soon())
    expect(await connection.all.observeInstance(first.resourceId, soon())).toMatchObject({ exists: false })
    expect(await driver(1).observeInstance(first.resourceId, soon())).toMatchObject({ ours: true, vcpu: 2 })
    await connection.close()
  })

  driverContract('incus over https, in a project', () =>
    incusWorld({ https }, 'busybox', newId('organisation')),
  )
})
