import { expect, it } from 'vitest'
import { sharingOf } from './shared-address'

it('two containers that share an address know each other, and give it up without a HAProxy', () => {
  const text = sharingOf({ own: '10.0.0.250', other: '10.0.0.251', shared: '10.0.0.249' }, 'exit 0')
  const lines = text.split('\n').map((line) => line.trim())
  expect(lines).toContain('unicast_src_ip 10.0.0.250')
  expect(lines[lines.indexOf('unicast_peer {') + 1]).toBe('10.0.0.251')
  expect(lines[lines.indexOf('virtual_ipaddress {') + 1]).toBe('10.0.0.249/32 dev eth0')
  expect(lines).toContain(`script "/bin/sh -c 'exit 0'"`)
  expect(lines[lines.indexOf('track_script {') + 1]).toBe('haproxy')
  // It stays where it is when the other one is back.
  expect(lines).toContain('nopreempt')
})
