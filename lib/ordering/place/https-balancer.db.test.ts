import { expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError } from '~/lib/hypervisors/port/index'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import {
  changeBalancer,
  deleteCertificate,
  readBalancer,
  readBalancerForm,
  replaceCertificate,
  uploadCertificate,
} from '~/lib/resources'
import { applyBalancers } from '~/lib/resources/runtime'
import { makeCertificate } from '~/lib/resources/testing/make-certificate'
import type { CrashHook } from '~/lib/sagas/engine/crash-point'
import { retryBalancer } from '../index'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const { sql } = database
const world = useBalancerWorld(database)

const days = (count: number) => new Date(systemNow().getTime() + count * 86_400_000)
const projectId = () => world.saga.estate.own.projectId
async function texts() {
  const { pem, key } = await makeCertificate('web', {
    names: ['www.example.fr'],
    from: days(-1),
    to: days(90),
  })
  return { chain: pem, privateKey: key }
}
const upload = async (name: string) =>
  (await uploadCertificate(world.member(), { projectId: projectId(), name, ...(await texts()) })).id
const listeners = (certificateId: Id<'certificate'> | null) => [
  { port: 80, protocol: 'http' as const, certificateId: null, redirectsToHttps: true },
  { port: 443, protocol: 'https' as const, certificateId, redirectsToHttps: false },
]
const order = (certificateId: Id<'certificate'> | null) =>
  world.order({ settings: { pool: world.settings().pool, listeners: listeners(certificateId) } })
const apply = () => applyBalancers(systemTestContext(), world.drivers)
async function configurationOf(id: string) {
  const [row] = await sql<{ text: string; digest: string }[]>`
    select s.configuration as text, b.applied_digest as digest
    from simulator.balancers s join balancers b on b.id = s.resource_id where b.id = ${id}`
  if (!row) throw new Error('the simulator has the balancer')
  return row
}

test('a load balancer serves HTTPS with a certificate of its project, and takes its successor over', async () => {
  const certificateId = await upload('www')
  const field = 'balancer.settings.listeners.1.certificateId'
  await expect(order(newId('certificate'))).rejects.toMatchObject({
    field,
    params: { reason: 'certificate_unknown' },
  })
  await expect(order(null)).rejects.toMatchObject({ params: { reason: 'listener_without_certificate' } })
  const { id } = await world.balancerOf(await order(certificateId))
  await world.drive(id)
  const before = await configurationOf(id)
  expect(before.text).toContain('bind :443 ssl crt /etc/haproxy/certificates/443.pem')
  expect(before.text).toContain('http-request redirect scheme https code 301')
  expect(await readBalancer(world.member(), { balancerId: id })).toMatchObject({
    certificates: [{ id: certificateId, name: 'www', state: 'valid' }],
  })
  expect((await readBalancerForm(world.member(), { projectId: projectId() })).certificates).toHaveLength(1)

  await apply()
  await replaceCertificate(world.member(), { certificateId, ...(await texts()) })
  await apply()
  const after = await configurationOf(id)
  expect(after.digest).not.toBe(before.digest)
  expect(after.text).toContain(after.digest)

  const deletion = () => deleteCertificate(world.member(), { certificateId })
  await expect(deletion()).rejects.toMatchObject({ params: { reason: 'certificate_used' } })
  await changeBalancer(world.member(), { balancerId: id, settings: world.settings() })
  await apply()
  expect((await configurationOf(id)).text).not.toContain('ssl crt')
  await deletion()
  expect(await world.healthy()).toEqual([])
})

test('a certificate that ends meanwhile keeps no other setting from a change', async () => {
  const certificateId = await upload('old')
  const { id } = await world.balancerOf(await order(certificateId))
  await world.drive(id)
  await sql`update certificates set valid_to = now() - interval '1 hour' where id = ${certificateId}`
  const settings = {
    pool: { ...world.settings().pool, serverPort: 8080 },
    listeners: listeners(certificateId),
  }
  await changeBalancer(world.member(), { balancerId: id, settings })
  const other = await world.working()
  await expect(changeBalancer(world.member(), { balancerId: other, settings })).rejects.toMatchObject({
    params: { reason: 'certificate_expired' },
  })
})

test('one that failed is not made again without the certificate that it was ordered with', async () => {
  const certificateId = await upload('gone')
  const { id } = await world.balancerOf(await order(certificateId))
  const crash: CrashHook = ({ direction, step, place }) => {
    if (direction === 'run' && step === 'make_balancer' && place === 'before_effect')
      throw new DriverError('rejected', { rawText: 'refused by the test' })
  }
  await world.drive(id, { crash })
  await deleteCertificate(world.member(), { certificateId })
  await expect(retryBalancer(world.member(), { balancerId: id })).rejects.toMatchObject({
    code: 'invalid_input',
    params: { reason: 'certificate_unknown' },
  })
  expect(await readBalancer(world.member(), { balancerId: id })).toMatchObject({ state: 'failed' })
})
