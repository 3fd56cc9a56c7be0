import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { NetworkSpec } from '../port/driver'
import { closedFilter } from '../port/firewall'
import { instanceSpec, soon, type World } from './world'

let ranges = 0

/** For worlds whose guests are real machines: simulated ones have no addresses to take. */
export function ownAddressContract(world: () => World): void {
  describe('a server that takes an address of its neighbour', { timeout: 120_000 }, () => {
    const organisationId = newId('organisation')
    const network = (): NetworkSpec & { range6: string } => {
      ranges += 1
      return {
        networkId: newId('network'),
        organisationId,
        range: `10.207.${4 * ranges}.0/22`,
        range6: `2001:db8:100:f${ranges}::/64`,
        hasExit: true,
        ...closedFilter,
      }
    }
    const inside = (id: string, script: string) => world().runIn?.(id, ['sh', '-c', script])
    /** A running server that has its addresses; its image has no DHCPv6 client. */
    const boot = async (on: NetworkSpec & { range6: string }, host: number) => {
      const address = on.range.replace('0/22', `${host}`)
      const address6 = on.range6.replace('/64', host.toString(16))
      const spec = instanceSpec(world().image, { organisationId, network: on, address, address6 })
      const id = spec.resourceId
      await world().driver.createInstance(spec, soon())
      await world().driver.bootInstance(id, soon())
      await world().driver.keepAddress(id, soon())
      const cards = () => inside(id, 'ip -4 addr show dev eth0; wget -q -O - -T 1 http://127.0.0.1/')
      await expect.poll(cards, { interval: 100, timeout: 20_000 }).toMatch(new RegExp(`${address}/[^]*hello`))
      await inside(
        id,
        `echo 0 > /proc/sys/net/ipv6/conf/eth0/accept_dad; ip -6 addr add ${address6}/64 dev eth0`,
      )
      return { id, address, address6, hello: `hello from ${id.replace('_', '-')}` }
    }
    const open = async () => {
      const on = network()
      const [owner, neighbour, thief] = [await boot(on, 20), await boot(on, 21), await boot(on, 22)]
      // As a neighbour that has not met the owner yet, and believes any answer.
      const hears = async (address: string) => {
        await inside(neighbour.id, 'ip neigh flush dev eth0')
        return world().hear(neighbour.id, address.includes(':') ? `[${address}]` : address)
      }
      /** Whether the neighbour gets what the thief sends from this address; an answer would go to the owner. */
      const isHeardFrom = async (from: string) => {
        const to = from.includes(':') ? neighbour.address6 : neighbour.address
        const count = `cat /proc/net/snmp6 /proc/net/snmp | awk '/^Icmp6InEchos/ { print $2 } /^Icmp: [0-9]/ { print $10 }'`
        const before = await inside(neighbour.id, count)
        await inside(thief.id, `ping -c 1 -W 1 -I ${from} ${to}`)
        return (await inside(neighbour.id, count)) !== before
      }
      await expect.poll(() => hears(owner.address6), { interval: 200, timeout: 10_000 }).toBe(owner.hello)
      await expect.poll(() => isHeardFrom(thief.address6), { timeout: 10_000 }).toBe(true)
      expect(await hears(owner.address)).toBe(owner.hello)
      expect(await isHeardFrom(thief.address)).toBe(true)
      return { owner, neighbour, thief, hears, isHeardFrom }
    }

    it('gets nothing for its IPv4 address and cannot speak from it', async () => {
      if (!world().runIn) return
      const { owner, neighbour, thief, hears, isHeardFrom } = await open()
      await inside(
        thief.id,
        `ip addr add ${owner.address}/22 dev eth0; arping -A -c 2 -I eth0 ${owner.address}`,
      )
      expect(await world().hear(neighbour.id, owner.address)).toBe(owner.hello)
      expect(await isHeardFrom(owner.address)).toBe(false)
      await inside(thief.id, `arping -A -c 2 -I eth0 ${owner.address}`)
      expect(await hears(owner.address)).toBe(owner.hello)
      expect(await isHeardFrom(thief.address)).toBe(true)
    })

    it('gets nothing for its IPv6 address and cannot speak from it', async () => {
      if (!world().runIn) return
      const { owner, neighbour, thief, hears, isHeardFrom } = await open()
      await inside(
        thief.id,
        `echo 1 > /proc/sys/net/ipv6/conf/eth0/ndisc_notify; ip -6 addr add ${owner.address6}/64 dev eth0`,
      )
      expect(await isHeardFrom(owner.address6)).toBe(false)
      expect(await world().hear(neighbour.id, `[${owner.address6}]`)).toBe(owner.hello)
      expect(await hears(owner.address6)).toBe(owner.hello)
      expect(await isHeardFrom(thief.address6)).toBe(true)
    })

    it('gets nothing for its MAC address and cannot speak from it', async () => {
      if (!world().runIn) return
      const { owner, thief, hears, isHeardFrom } = await open()
      const mac = await inside(owner.id, 'cat /sys/class/net/eth0/address')
      await inside(
        thief.id,
        `ip link set eth0 down; ip link set eth0 address ${mac}; ip link set eth0 up; ip addr add ${owner.address}/22 dev eth0`,
      )
      for (const from of [thief.address, owner.address]) expect(await isHeardFrom(from)).toBe(false)
      expect(await hears(owner.address)).toBe(owner.hello)
      expect(await hears(owner.address6)).toBe(owner.hello)
    })
  })
}
