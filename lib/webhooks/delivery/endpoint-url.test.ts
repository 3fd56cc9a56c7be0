import { expect, test } from 'vitest'
import { refuseUrl } from './endpoint-url'
import { isPublicAddress } from './public-address'

const notPublic = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://127.255.255.254/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0.0.1/',
  'https://017700000001/',
  'https://0177.0.0.1/',
  'https://127.0.0.1.:443/',
  'https://①②⑦.0.0.1/',
  'https://0/',
  'https://0.0.0.0/',
  'https://10.0.0.1/',
  'https://0xa.0.0.1/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://3232235777/',
  'https://169.254.169.254/latest/meta-data/',
  'https://2852039166/',
  'https://0xa9fea9fe/',
  'https://100.64.0.1/',
  'https://192.0.0.8/',
  'https://192.0.2.1/',
  'https://192.88.99.1/',
  'https://198.18.0.1/',
  'https://198.51.100.7/',
  'https://203.0.113.9/',
  'https://224.0.0.1/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://[::]/',
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b:1::1]/',
  'https://[100::1]/',
  'https://[2001::1]/',
  'https://[2001:db8::1]/',
  'https://[2002:7f00:1::]/',
  'https://[3fff::1]/',
  'https://[fc00::1]/',
  'https://[fd12:3456::1]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://localhost/',
  'https://LOCALHOST/',
  'https://localhost./',
  'https://api.localhost/',
  'https://intranet/',
  'https://db.internal/',
  'https://printer.local/',
  'https://router.home.arpa/',
  'https://nas.lan/',
  'https://x.test/',
  'https://x.invalid/',
]

test(`none of ${notPublic.length} spellings of a non-public address is accepted`, () => {
  expect(notPublic.length).toBeGreaterThanOrEqual(60)
  expect(notPublic.filter((url) => refuseUrl(url) !== 'webhook_private')).toEqual([])
})

test.each([
  ['http://exemple.fr/', 'webhook_https'],
  ['ftp://exemple.fr/', 'webhook_https'],
  ['exemple.fr', 'webhook_url'],
  ['', 'webhook_url'],
  ['https://', 'webhook_url'],
  ['https://moi:secret@exemple.fr/', 'webhook_url'],
  ['https://127.0.0.1.evil:65536/', 'webhook_url'],
  ['https://[fe80::1%25eth0]/', 'webhook_url'],
  ['javascript:alert(1)', 'webhook_https'],
] as const)('%s is rejected: %s', (url, reason) => {
  expect(refuseUrl(url)).toBe(reason)
})

test.each([
  'https://exemple.fr/andromede',
  'https://hooks.exemple.fr:8443/a?b=c',
  'https://8.8.8.8/',
  'https://[2606:4700::1111]/',
])('%s is accepted', (url) => {
  expect(refuseUrl(url)).toBeNull()
})

test('the addresses of a host name follow the same rule', () => {
  expect(['8.8.8.8', '1.1.1.1', '2a00:1450::1'].every(isPublicAddress)).toBe(true)
  expect(['127.0.0.1', '::1', '::ffff:8.8.8.8', 'exemple.fr', ''].some(isPublicAddress)).toBe(false)
})
