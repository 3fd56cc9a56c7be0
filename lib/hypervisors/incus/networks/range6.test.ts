import { expect, test } from 'vitest'
import { differing6, ipv6Config } from './range6'

const range6 = '2001:db8:100:a::/64'

test.each([{ isOvn: true }, { isOvn: false }])('a network as it is made differs in nothing (%o)', (where) => {
  expect(differing6(ipv6Config({ range6 }, where), { range6 }, where)).toEqual([])
  expect(differing6({}, { range6: null }, where)).toEqual([])
  expect(differing6({ 'ipv6.address': 'none', 'ipv6.nat': 'true' }, {}, where)).toEqual([])
})

test.each<[Record<string, string>, string[]]>([
  [{ 'ipv6.nat': 'true' }, ['ipv6.nat=true']],
  [{ 'ipv6.nat': '' }, []],
  [{ 'ipv6.dhcp': '' }, []],
  [{ 'ipv6.dhcp': 'false' }, ['ipv6.dhcp=false']],
  [{ 'ipv6.dhcp.stateful': '' }, ['ipv6.dhcp.stateful=false']],
  [{ 'ipv6.address': 'none' }, ['ipv6.address=none']],
  [{ 'ipv6.dhcp.ranges': '' }, ['ipv6.dhcp.ranges=']],
])('with %o it differs in %o', (over, differing) => {
  const where = { isOvn: false }
  expect(differing6({ ...ipv6Config({ range6 }, where), ...over }, { range6 }, where)).toEqual(differing)
})
