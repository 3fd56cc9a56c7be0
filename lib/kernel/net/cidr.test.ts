import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, formatAddress, formatCidr, mergeCidrs, readAddress, readCidr, subtractCidrs } from './cidr'

const normal = (text: string) => {
  const range = readCidr(text)
  return range && formatCidr(range)
}

it.each([
  ['203.0.113.0/24', '203.0.113.0/24'],
  ['203.0.113.7', '203.0.113.7/32'],
  ['203.0.113.7/24', '203.0.113.0/24'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['::/0', '::/0'],
  ['2001:DB8:0:0:1::/64', '2001:db8::/64'],
  ['2001:db8::1', '2001:db8::1/128'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3/128'],
  ['203.0.113.256', null],
  ['203.0.113.07', null],
  ['10.0.0.0/33', null],
  ['10.0.0.0/08', null],
  ['10.0.0.0/8/8', null],
  ['2001:db8::/129', null],
  ['2001:db8:::1', null],
  ['1:2:3:4:5:6:7', null],
  ['1:2:3:4:5:6:7:8::', null],
  ['::ffff:203.0.113.7', null],
  ['fe80::1%eth0', null],
  ['any', null],
  ['', null],
])('reads %j as %j', (text, range) => expect(normal(text)).toBe(range))

it('reports host bits that are set', () => {
  expect(readCidr('203.0.113.7/24')?.hasHostBits).toBe(true)
  expect(readCidr('203.0.113.0/24')?.hasHostBits).toBe(false)
  expect(readCidr('2001:db8::1/64')?.hasHostBits).toBe(true)
})

it('reads what it writes, and every address that Node accepts', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      if (text.includes(':') && text.includes('.')) return
      const address = readAddress(text)
      if (!address) throw new Error(`${text} was not read`)
      const written = formatAddress(address.family, address.value)
      expect(isIP(written)).toBe(address.family)
      expect(readAddress(written)).toEqual(address)
    }),
  )
})

describe('sets of ranges hold the same addresses as the list of Node', () => {
  // Few high bits differ, so that ranges overlap, touch and contain each other.
  const range = fc.oneof(
    fc
      .record({ low: fc.nat(255), bits: fc.integer({ min: 24, max: 32 }) })
      .map(({ low, bits }) => normal(`10.0.0.${low}/${bits}`) ?? ''),
    fc
      .record({ low: fc.nat(255), bits: fc.integer({ min: 120, max: 128 }) })
      .map(({ low, bits }) => normal(`2001:db8::${low.toString(16)}/${bits}`) ?? ''),
  )
  const all = Array.from({ length: 256 }, (_, low) => [
    `10.0.0.${low}`,
    `2001:db8::${low.toString(16)}`,
  ]).flat()
  const held = (texts: readonly string[]) => {
    const list = new BlockList()
    for (const text of texts) {
      const [base = '', bits] = text.split('/')
      list.addSubnet(base, Number(bits), isIP(base) === 4 ? 'ipv4' : 'ipv6')
    }
    return all.filter((address) => list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6'))
  }
  const cidrs = (texts: readonly string[]) => texts.flatMap((text) => readCidr(text) ?? [])

  it('after a merge, which leaves no two ranges that one could replace', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (texts) => {
        const merged = mergeCidrs(cidrs(texts))
        expect(held(merged.map(formatCidr))).toEqual(held(texts))
        expect(mergeCidrs([...merged].reverse())).toEqual(merged)
        merged.forEach((each, index) => {
          const others = merged.filter((_, at) => at !== index)
          expect(others.some((other) => contains(other, { family: each.family, value: each.base }))).toBe(
            false,
          )
          for (const other of others) expect(mergeCidrs([each, other])).toHaveLength(2)
        })
      }),
    )
  })

  it('after a subtraction', () => {
    fc.assert(
      fc.property(range, fc.array(range, { maxLength: 8 }), (from, without) => {
        const left = cidrs([from])
          .flatMap((each) => subtractCidrs(each, cidrs(without)))
          .map(formatCidr)
        const gone = new Set(held(without))
        expect(held(left)).toEqual(held([from]).filter((address) => !gone.has(address)))
      }),
    )
  })
})
