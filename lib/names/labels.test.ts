import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeLabel, projectLabel, readHost, readName, reverseOf, reverseOf6, toLabel } from './labels'

const isLabel = (text: string) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)

describe('labels', () => {
  test.each([
    ['web-1', 'web-1'],
    ['Serveur n° 1', 'serveur-n-1'],
    ['Été à Orléans', 'ete-a-orleans'],
    ['cœur.de.réseau', 'coeur-de-reseau'],
    ['--a__b--', 'a-b'],
    ['xn--caf-dma', 'xn-caf-dma'],
    ['日本', 'server'],
    ['', 'server'],
    ['a'.repeat(80), 'a'.repeat(50)],
  ])('the label of %j is %s', (name, label) => {
    expect(toLabel(name, 'server')).toBe(label)
  })

  test('every name gives a valid label, also with a number or the end of an id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 30 }), (name, others) => {
        const taken = new Set<string>()
        for (let each = 0; each <= others; each += 1) {
          const label = freeLabel(toLabel(name, 'server'), (text) => taken.has(text))
          expect(isLabel(label)).toBe(true)
          expect(taken.has(label)).toBe(false)
          taken.add(label)
          const project = projectLabel({ id: 'prj_01kabcd', name }, (text) => taken.has(text))
          expect(isLabel(project)).toBe(true)
          expect(taken.has(project)).toBe(false)
        }
      }),
    )
  })

  test('a project gets its name, or the end of its id with it when the name is taken or reserved', () => {
    const project = { id: 'prj_01kwxyz', name: 'Principal' }
    expect(projectLabel(project, () => false)).toBe('principal')
    expect(projectLabel(project, (label) => label === 'principal')).toBe('principal-wxyz')
    for (const name of ['NS1', 'www', 'Mail', 'wpad'])
      expect(projectLabel({ ...project, name }, () => false)).toBe(`${name.toLowerCase()}-wxyz`)
  })

  test('a name is read as one label, or with its zone', () => {
    const zone = 'shop.cloud.example'
    expect(readName(' WWW ', zone)).toEqual({ label: 'www' })
    expect(readName(`www.${zone}.`, zone)).toEqual({ label: 'www' })
    expect(readName(`a.b.${zone}`, zone)).toEqual({ refusal: 'name_outside_zone' })
    expect(readName(zone, zone)).toEqual({ refusal: 'name_outside_zone' })
    expect(readName('www', `${'a'.repeat(250)}.example`)).toEqual({ refusal: 'name_too_long' })
  })

  test.each([
    ['www.example.org', 'www.example.org'],
    ['WWW.Example.org.', 'www.example.org'],
    ['localhost', null],
    ['192.0.2.1', null],
    ['-a.example', null],
    ['a..example', null],
    [`${'a'.repeat(64)}.example`, null],
    [`${'a.'.repeat(130)}example`, null],
  ])('the host %s', (text, host) => {
    expect(readHost(text)).toBe(host)
  })

  test('the reverse name of an address', () => {
    expect(reverseOf('203.0.113.9')).toEqual({
      name: '9.113.0.203.in-addr.arpa',
      zone: '113.0.203.in-addr.arpa',
    })
  })
})

test.each([
  [48, '0.0.1.0.8.b.d.0.1.0.0.2.ip6.arpa'],
  [50, '0.0.1.0.8.b.d.0.1.0.0.2.ip6.arpa'],
  [56, '0.0.0.0.1.0.8.b.d.0.1.0.0.2.ip6.arpa'],
])('the reverse name of an IPv6 address is in the zone of its range of %i bits', (bits, zone) => {
  const name = `a.${'0.'.repeat(15)}1.0.0.0.0.0.1.0.8.b.d.0.1.0.0.2.ip6.arpa`
  expect(reverseOf6('2001:db8:100:1::a', bits)).toEqual({ name, zone })
})
