import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { InstanceSpec, NetworkSpec } from '../../port/driver'
import { closedFilter } from '../../port/firewall'
import { startIncusMember } from '../../testing/incus-member'
import { instanceSpec, soon } from '../../testing/world'
import { createIncusContext } from '../context'
import { openIncusConnection } from '../open-incus-driver'
import { execInside } from '../servers/exec'
import { openPool } from '../wire/address'
import { openIncusHttp } from '../wire/http-client'
import { operatorProject } from './operator-project'
import { projectOf } from './project'
import { vantageName } from './vantage'

const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const now = () => new Date()
const installation = 'vantage-test'
const socketPath = member.available ? member.socketPath : ''

describe.skipIf(!member.available)('the vantage', { timeout: 120_000 }, () => {
  const connection = openIncusConnection({ socketPath, installation, now })
  const http = openIncusHttp({
    socketPath,
    now,
    requestTimeoutMs: 10_000,
    failureLimit: 5,
    circuitOpenMs: 10_000,
  })
  const pool = openPool({ socketPath })
  afterAll(() => Promise.all([connection.close(), http.close(), pool.destroy()]))

  const driverOf = (organisationId: string) =>
    connection.scopedTo({ organisationId, limits: null, memberOf: () => null })
  async function boot(range: string, address: string): Promise<InstanceSpec> {
    const network: NetworkSpec = {
      networkId: newId('network'),
      organisationId: newId('organisation'),
      range,
      hasExit: true,
      ...closedFilter,
    }
    const { organisationId } = network
    const spec = instanceSpec('busybox', { organisationId, network, address, sshKeys: [] })
    const driver = driverOf(organisationId)
    await driver.createInstance(spec, soon())
    await driver.startInstance(spec.resourceId, soon())
    return spec
  }
  const probe = ({ organisationId, resourceId }: InstanceSpec) =>
    driverOf(organisationId).probe(resourceId, { protocol: 'http', port: 80 }, soon())
  const isUp = (spec: InstanceSpec) =>
    expect.poll(() => probe(spec), { interval: 100 }).toMatchObject({ state: 'up' })
  async function ask(method: 'GET' | 'PUT' | 'DELETE', path: string, json?: unknown) {
    const body = json ? JSON.stringify(json) : null
    const response = await pool.request({ method, path: `${path}?project=${operatorProject}`, body })
    const answer = (await response.body.json()) as { operation?: string; metadata: unknown }
    if (answer.operation)
      await (await pool.request({ method: 'GET', path: `${answer.operation}/wait?timeout=30` })).body.dump()
    return answer.metadata
  }
  const vantages = async () => (await ask('GET', '/1.0/instances')) as string[]
  const vantage = async () => String((await vantages())[0]).replace(/\?.*/, '')
  const stop = async () => ask('PUT', `${await vantage()}/state`, { action: 'stop', force: true })

  it('probes on networks of several customers and forwards nothing between them', async () => {
    const [a, b] = [await boot('10.128.0.0/22', '10.128.0.10'), await boot('10.128.4.0/22', '10.128.4.10')]
    await isUp(a)
    await isUp(b)
    expect(await vantages()).toHaveLength(1)
    const inside = async (...command: string[]) => {
      const project = projectOf(a.organisationId)
      const incus = createIncusContext({ http, project, installation, now })
      return (await execInside(incus, a.resourceId, command, soon())).exitCode
    }
    await expect.poll(() => inside('ping', '-c', '1', '-W', '2', '10.128.0.2')).toBe(0)
    expect(await inside('ip', 'route', 'add', '10.128.4.0/22', 'via', '10.128.0.2')).toBe(0)
    expect(await inside('ping', '-c', '1', '-W', '2', '10.128.4.10')).not.toBe(0)
    expect(await inside('wget', '-q', '-O', '-', '-T', '2', 'http://10.128.4.10/')).not.toBe(0)
  })

  it('is restored after a stop or a deletion, and is not part of comparisons', async () => {
    const server = await boot('10.128.8.0/22', '10.128.8.10')
    await isUp(server)
    await stop()
    expect(await probe(server)).toMatchObject({ state: 'up' })
    await stop()
    await ask('DELETE', await vantage())
    expect(await vantages()).toEqual([])
    expect(await probe(server)).toMatchObject({ state: 'up' })
    await stop()
    expect(await connection.all.checkVantages(soon())).toEqual([{ member: null, isUp: true, text: '' }])
    const surveyed = await connection.all.survey('PAR1', soon())
    expect(surveyed.map((object) => object.name).filter((name) => name.startsWith('vantage'))).toEqual([])
  })

  it('reports an unknown state when no vantage is available', async () => {
    const server = await boot('10.128.12.0/22', '10.128.12.10')
    await isUp(server)
    // From here on a foreign instance has the name: it is neither used nor changed.
    const name = vantageName({ installation }, null)
    const found = (await ask('GET', `/1.0/instances/${name}`)) as { config: Record<string, string> }
    const config = Object.fromEntries(
      Object.entries(found.config).filter(([key]) => !key.startsWith('user.andromede')),
    )
    await ask('PUT', `/1.0/instances/${name}`, { ...found, config })
    await stop()
    expect(await probe(server)).toMatchObject({ state: 'unknown' })
    expect(await connection.all.checkVantages(soon())).toMatchObject([{ isUp: false }])
    await expect(
      driverOf(server.organisationId).probeReachable(server.resourceId, soon()),
    ).rejects.toMatchObject({ code: 'vantage_away', retryable: true })
  })
})
