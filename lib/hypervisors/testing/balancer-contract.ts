import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { digestOf } from '../balancer/configuration'
import type { BalancerSpec } from '../port/balancer'
import type { NetworkSpec } from '../port/driver'
import { closedFilter } from '../port/firewall'
import { balancerSpec } from './balancer-spec'
import { instanceSpec, soon, type World } from './world'

let made = 0

/** The contract of load balancers, for drivers that have them. Their servers answer on port 80. */
export function balancerContract(world: () => World): void {
  describe('load balancers', { timeout: 120_000 }, () => {
    const balancers = (by = world().driver) => {
      if (!by.balancers) throw new Error('the driver has balancers')
      return by.balancers
    }
    type Spec = BalancerSpec & { network: NetworkSpec }
    function specOf(over: Partial<Spec> = {}): Spec {
      made += 1
      const prefix = `10.201.${4 * made}`
      const organisationId = newId('organisation')
      const network = {
        networkId: newId('network'),
        organisationId,
        range: `${prefix}.0/22`,
        hasExit: true,
        ...closedFilter,
      }
      const spec = balancerSpec({
        organisationId,
        ownAddresses: [`${prefix}.250`, `${prefix}.251`],
        address: `198.51.100.${randomInt(1, 255)}`,
        check: { protocol: 'tcp', path: null, intervalSeconds: 1, rise: 1, fall: 2 },
      })
      return { ...spec, network, ...over }
    }
    /** Running servers on the network of the balancer. */
    async function withServers(spec: Spec, count: number): Promise<Spec> {
      const servers = []
      for (let at = 0; at < count; at += 1) {
        const address = spec.network.range.replace('.0/22', `.${20 + at}`)
        const { organisationId, network } = spec
        const server = instanceSpec(world().image, { organisationId, network, address })
        await world().driver.createInstance(server, soon())
        await world().driver.startInstance(server.resourceId, soon())
        servers.push({ instanceId: server.resourceId, address, isDraining: false })
      }
      return { ...spec, servers }
    }
    const apply = (spec: Spec, by = world().driver) => balancers(by).apply(spec, spec.network, soon())
    const observed = (spec: BalancerSpec) => balancers().observe(spec.balancerId, soon())
    const healthOf = async (spec: BalancerSpec) => {
      const seen = await observed(spec)
      return seen.exists ? seen.backends.map(({ health }) => health) : null
    }
    const eventually = (spec: BalancerSpec) =>
      expect.poll(() => healthOf(spec), { timeout: 30_000, interval: 100 })

    it('are made once, report the health of each server, and are removed once', async () => {
      const spec = await withServers(specOf(), 2)
      for (const _ of ['once', 'twice']) await apply(spec)
      await eventually(spec).toEqual(['up', 'up'])
      expect(await observed(spec)).toMatchObject({
        exists: true,
        ours: true,
        isServing: true,
        isWhole: true,
        digest: digestOf(spec),
      })
      const [first, second] = spec.servers
      await world().driver.stopInstance(first?.instanceId ?? '', { force: true }, soon())
      await eventually(spec).toEqual(['down', 'up'])
      await world().driver.startInstance(first?.instanceId ?? '', soon())
      await eventually(spec).toEqual(['up', 'up'])
      await apply({ ...spec, servers: second ? [second] : [] })
      await eventually(spec).toEqual(['up'])
      await apply({ ...spec, servers: [] })
      await eventually(spec).toEqual([])
      for (const _ of ['once', 'twice']) await balancers().remove(spec.balancerId, soon())
      expect(await observed(spec)).toMatchObject({ exists: false })
    })

    it('are reported as possible, and each is listed with its public address until it is removed', async () => {
      const spec = specOf()
      expect(await balancers().isReady(soon())).toBe(true)
      const listed = async (by = world().driver) =>
        (await balancers(by).survey(spec.zoneCode, soon())).filter(
          ({ balancerId }) => balancerId === spec.balancerId,
        )
      expect(await listed()).toEqual([])
      await apply(spec)
      const { balancerId, organisationId, address, ownAddresses, network } = spec
      expect(await listed()).toEqual([
        {
          balancerId,
          organisationId,
          leads: [{ address, to: ownAddresses[0] }],
          parts: ownAddresses.map((own) => ({
            networkId: network.networkId,
            address: own,
            condition: 'as_made',
          })),
          isReadable: true,
        },
      ])
      expect(await listed(world().rival)).toEqual([])
      await balancers().remove(balancerId, soon())
      expect(await listed()).toEqual([])
    })

    it('drain a server and use it again, also when each call is repeated', async () => {
      const spec = await withServers(specOf(), 2)
      await apply(spec)
      await eventually(spec).toEqual(['up', 'up'])
      const instanceId = spec.servers[1]?.instanceId ?? ''
      for (const isDraining of [true, true, false, false]) {
        await balancers().drain(spec.balancerId, { instanceId, isDraining }, soon())
        expect(await observed(spec)).toMatchObject({
          backends: [
            { isDraining: false, connections: 0 },
            { isDraining, connections: 0 },
          ],
        })
      }
      const missing = { instanceId: newId('instance'), isDraining: true }
      await expect(balancers().drain(spec.balancerId, missing, soon())).rejects.toMatchObject({
        code: 'not_found',
      })
      await balancers().remove(spec.balancerId, soon())
      await expect(
        balancers().drain(spec.balancerId, { instanceId, isDraining: true }, soon()),
      ).rejects.toMatchObject({ code: 'not_found' })
    })

    it('keep what is drained when they are configured again with nothing else changed', async () => {
      const spec = await withServers(specOf(), 2)
      await apply(spec)
      await eventually(spec).toEqual(['up', 'up'])
      const [first, second] = spec.servers
      if (!first || !second) throw new Error('the pool has two servers')
      const isOut = async () => {
        const seen = await observed(spec)
        return seen.exists && seen.backends.map(({ isDraining }) => isDraining)
      }
      await apply({ ...spec, servers: [first, { ...second, isDraining: true }] })
      expect(await isOut()).toEqual([false, false])
      const { instanceId } = second
      await balancers().drain(spec.balancerId, { instanceId, isDraining: true }, soon())
      await apply(spec)
      expect(await isOut()).toEqual([false, true])
      await balancers().remove(spec.balancerId, soon())
    })

    it('are not changed by another installation, and take no public address from it', async () => {
      const { rival } = world()
      const spec = specOf()
      await apply(spec)
      await expect(apply(spec, rival)).rejects.toMatchObject({ code: 'conflict_not_ours' })
      await expect(balancers(rival).remove(spec.balancerId, soon())).rejects.toMatchObject({
        code: 'conflict_not_ours',
      })
      const other = specOf({ address: spec.address })
      await expect(apply(other, rival)).rejects.toMatchObject({ code: 'conflict_not_ours' })
      expect(await observed(spec)).toMatchObject({ exists: true, ours: true })
      await balancers().remove(spec.balancerId, soon())
    })
  })
}
