import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { testNow as now } from '~/db/testing/contexts'
import {
  daysFromTestNow as days,
  type MadeCertificate,
  makeCertificate as make,
} from '../testing/make-certificate'
import { checkCertificate } from './check-certificate'

let [authority, web, other]: MadeCertificate[] = []
const names = ['www.example.fr', '*.Example.fr']
const made = () => {
  if (!authority || !web || !other) throw new Error('made before')
  return { authority, web, other }
}
beforeAll(async () => {
  authority = await make('authority', { isCa: true })
  web = await make('web', { issuer: authority, names })
  other = await make('other', { isCa: true })
})

it('accepts a chain with its key, and keeps nothing else of the texts', () => {
  const chain = `note of mine\n${made().web.pem}between\n${made().authority.pem}`
  const checked = checkCertificate({ chain, privateKey: `${made().web.key}\n` }, now)
  expect(checked).toMatchObject({
    facts: { names: ['www.example.fr', '*.example.fr'], validTo: days(80), validFrom: days(-10) },
  })
  const bundle = 'facts' in checked ? checked.facts.bundle : ''
  expect(bundle.match(/-----BEGIN [A-Z ]+-----/g)).toEqual([
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN CERTIFICATE-----',
  ])
  expect(bundle).not.toMatch(/note|between/)
})

it('accepts a certificate without the rest of its chain', () => {
  expect(checkCertificate({ chain: made().web.pem, privateKey: made().web.key }, now)).toHaveProperty('facts')
})

it('refuses what a balancer could not serve, each for its own reason', async () => {
  const { web: own, authority: ca, other: stranger } = made()
  const expired = await make('old', { names, to: days(-1) })
  const early = await make('early', { names, from: days(1) })
  const nameless = await make('nameless')
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string
  const sealed = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'x',
  }) as string
  const faultOf = (chain: string, privateKey: string) => {
    const checked = checkCertificate({ chain, privateKey }, now)
    return 'fault' in checked ? checked.fault : null
  }
  expect(faultOf('', own.key)).toBe('certificate_unreadable')
  expect(faultOf('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', own.key)).toBe(
    'certificate_unreadable',
  )
  expect(faultOf(own.pem.repeat(11), own.key)).toBe('certificate_too_many')
  expect(faultOf(own.pem, 'no key')).toBe('key_unreadable')
  expect(faultOf(own.pem, sealed)).toBe('key_encrypted')
  expect(faultOf(own.pem, stranger.key)).toBe('key_other')
  expect(faultOf(own.pem, rsa)).toBe('key_other')
  expect(faultOf(own.pem + stranger.pem, own.key)).toBe('certificate_chain')
  expect(faultOf(ca.pem + own.pem, ca.key)).toBe('certificate_chain')
  expect(faultOf(expired.pem, expired.key)).toBe('certificate_expired')
  expect(faultOf(early.pem, early.key)).toBe('certificate_not_yet_valid')
  expect(faultOf(nameless.pem, nameless.key)).toBe('certificate_without_names')
})
