import { expect, it } from 'vitest'
import { chooseUplink, uplinkRoutes6 } from './uplink'

const server = { 'network.ovn.northbound_connection': 'tcp:10.90.0.1:6641' }
const uplink = {
  name: 'uplink',
  type: 'physical',
  managed: true,
  status: 'Created',
  config: { 'ipv4.ovn.ranges': '10.90.1.100-10.90.1.199' },
}

it('takes the first managed physical network with addresses for routers', () => {
  const networks = [{ ...uplink, name: 'wan' }, uplink, { ...uplink, name: 'a', type: 'bridge' }]
  expect(chooseUplink(server, networks)).toBe('uplink')
})

it.each([
  ['this Incus has no OVN database', {}, uplink],
  ['the network is not managed', server, { ...uplink, managed: false }],
  ['a member lacks the network', server, { ...uplink, status: 'Errored' }],
  ['it has no addresses for routers', server, { ...uplink, config: {} }],
])('finds none when %s', (_reason, config, network) => {
  expect(chooseUplink(config, [network])).toBeNull()
})

it('routes IPv6 ranges once its routers have IPv6 addresses', () => {
  const config = {
    'ipv6.gateway': '2001:db8:100:ffff::1/64',
    'ipv6.ovn.ranges': '2001:db8:100:ffff::100-2001:db8:100:ffff::1ff',
    'ipv6.routes': '2001:db8:100::/48, 2001:db8:200::/56',
  }
  expect(uplinkRoutes6([{ ...uplink, config }], 'uplink')).toEqual(['2001:db8:100::/48', '2001:db8:200::/56'])
  expect(uplinkRoutes6([{ ...uplink, config: { ...config, 'ipv6.gateway': '' } }], 'uplink')).toEqual([])
  expect(uplinkRoutes6([uplink], 'uplink')).toEqual([])
})
