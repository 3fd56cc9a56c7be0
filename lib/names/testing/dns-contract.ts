import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DnsServer, RecordSet } from '../port/dns-server'

const nameServers = ['ns1.operator.example', 'ns2.operator.example']

/** What every DNS server must do, whichever program it is. */
export function dnsContract(name: string, open: () => DnsServer): void {
  describe(`the DNS server of ${name}`, () => {
    let server: DnsServer
    beforeAll(() => {
      server = open()
    })
    afterAll(() => server?.close())

    async function zone(): Promise<string> {
      const own = `${randomBytes(6).toString('hex')}.cloud.example`
      await server.ensureZone(own, nameServers)
      return own
    }
    const set = (own: string, type: RecordSet['type'], contents: string[], mark: string | null = 'ours 1') =>
      ({ name: own, type, ttl: 60, contents, mark }) satisfies RecordSet
    const listed = async (own: string) =>
      (await server.listRecords(own)).filter(({ type }) => type !== 'SOA' && type !== 'NS')

    test('a zone is created once, listed, and deleted once', async () => {
      const own = await zone()
      await server.replaceRecords(own, [set(`a.${own}`, 'A', ['198.51.100.1'])])
      await server.ensureZone(own, nameServers)
      expect(await server.listZones()).toContain(own)
      expect(await listed(own)).toHaveLength(1)
      for (const _ of [1, 2]) await server.deleteZone(own)
      expect(await server.listZones()).not.toContain(own)
      expect(await server.listRecords(own)).toEqual([])
    })

    test('a record set is replaced whole, also when the call is repeated', async () => {
      const own = await zone()
      const host = `web.${own}`
      for (const contents of [['198.51.100.2', '198.51.100.1'], ['198.51.100.3']])
        for (const _ of [1, 2]) {
          await server.replaceRecords(own, [set(host, 'A', contents)])
          expect(await listed(own)).toEqual([set(host, 'A', [...contents].sort())])
        }
      for (const _ of [1, 2]) await server.replaceRecords(own, [set(host, 'A', [])])
      expect(await listed(own)).toEqual([])
    })

    test('every type comes back as it was written, with its mark', async () => {
      const own = await zone()
      const all = [
        set(`a.${own}`, 'A', ['198.51.100.7']),
        set(`a.${own}`, 'AAAA', ['2001:db8::7']),
        set(`alias.${own}`, 'CNAME', ['www.elsewhere.example']),
        set(`delegated.${own}`, 'NS', nameServers),
        set(`ptr.${own}`, 'PTR', [`a.${own}`], null),
      ]
      await server.replaceRecords(own, all)
      const found = (await server.listRecords(own)).filter(({ name: each }) => each !== own)
      expect(found.sort((a, b) => `${a.name} ${a.type}`.localeCompare(`${b.name} ${b.type}`))).toEqual(all)
      expect(await server.listRecords(own, `alias.${own}`)).toEqual([all[2]])
      expect(await server.listRecords(own, `nothing.${own}`)).toEqual([])
    })

    test.each([
      ['an address that is none', (own: string) => [set(`a.${own}`, 'A', ['300.1.1.1'])]],
      ['an address of the other family', (own: string) => [set(`a.${own}`, 'AAAA', ['198.51.100.1'])]],
      ['a name outside the zone', () => [set('a.elsewhere.example', 'A', ['198.51.100.1'])]],
      [
        'an alias of a name with an address',
        (own: string) => [
          set(`a.${own}`, 'A', ['198.51.100.1']),
          set(`a.${own}`, 'CNAME', ['www.elsewhere.example']),
        ],
      ],
    ])('rejects %s, and applies nothing of the call', async (_what, records) => {
      const own = await zone()
      await server.replaceRecords(own, [set(`kept.${own}`, 'A', ['198.51.100.9'])])
      await expect(
        server.replaceRecords(own, [set(`kept.${own}`, 'A', ['198.51.100.10']), ...records(own)]),
      ).rejects.toMatchObject({ code: 'rejected' })
      expect(await listed(own)).toEqual([set(`kept.${own}`, 'A', ['198.51.100.9'])])
    })

    test('rejects an alias of a name with an address, and accepts it when the same call removes the address', async () => {
      const own = await zone()
      const host = `a.${own}`
      await server.replaceRecords(own, [set(host, 'A', ['198.51.100.1'])])
      const alias = set(host, 'CNAME', ['www.elsewhere.example'])
      await expect(server.replaceRecords(own, [alias])).rejects.toMatchObject({ code: 'rejected' })
      await server.replaceRecords(own, [set(host, 'A', []), alias])
      expect(await listed(own)).toEqual([alias])
    })

    test('rejects a zone that it does not hold', async () => {
      await expect(
        server.replaceRecords('nowhere.example', [set('a.nowhere.example', 'A', ['198.51.100.1'])]),
      ).rejects.toMatchObject({ code: 'no_zone' })
    })
  })
}
