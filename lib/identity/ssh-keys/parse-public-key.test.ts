import { expect, test } from 'vitest'
import { ecdsaLine, ed25519Line, rsaLine, sshBlob } from '../testing/ssh-lines'
import { parseSshPublicKey } from './parse-public-key'

const reasonOf = (text: string) => {
  const parsed = parseSshPublicKey(text)
  return parsed.outcome === 'refused' ? parsed.reason : parsed.algorithm
}

test('the fingerprint is the one that ssh-keygen prints', () => {
  const github = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl github.com'
  expect(parseSshPublicKey(github)).toEqual({
    outcome: 'parsed',
    algorithm: 'ssh-ed25519',
    publicKey: github.replace(' github.com', ''),
    fingerprint: 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
    comment: 'github.com',
  })
})

test.each([256, 384, 521] as const)('ECDSA on %i bits', (bits) =>
  expect(reasonOf(ecdsaLine(bits))).toBe(`ecdsa-sha2-nistp${bits}`),
)

test('a point that is not on the curve is damaged', () => {
  const flip = (point: Buffer) => Buffer.from(point.map((byte, at) => (at === 40 ? byte ^ 1 : byte)))
  expect(reasonOf(ecdsaLine(256, flip))).toBe('ssh_damaged')
})

test('RSA from 3072 bits on', () => {
  expect(reasonOf(rsaLine(3072))).toBe('ssh-rsa')
  expect(reasonOf(rsaLine(2048))).toBe('ssh_rsa_short')
})

test('security keys', () => {
  const ed = sshBlob('sk-ssh-ed25519@openssh.com', Buffer.alloc(32, 7), 'ssh:')
  expect(reasonOf(`sk-ssh-ed25519@openssh.com ${ed.toString('base64')} cle`)).toBe(
    'sk-ssh-ed25519@openssh.com',
  )
})

test.each([
  ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n-----END OPENSSH PRIVATE KEY-----', 'ssh_private_key'],
  ['PuTTY-User-Key-File-3: ssh-ed25519', 'ssh_private_key'],
  [`${ed25519Line()}\n${ed25519Line()}`, 'ssh_one_line'],
  [`command="rm -rf /" ${ed25519Line()}`, 'ssh_format'],
  [`ssh-dss ${sshBlob('ssh-dss').toString('base64')}`, 'ssh_algorithm'],
  [`ssh-ed25519 ${sshBlob('ssh-ed25519', Buffer.alloc(31)).toString('base64')}`, 'ssh_damaged'],
  [`ssh-ed25519 ${sshBlob('ssh-rsa', Buffer.alloc(32)).toString('base64')}`, 'ssh_damaged'],
  [`ssh-ed25519 ${sshBlob('ssh-ed25519', Buffer.alloc(32), 'more').toString('base64')}`, 'ssh_damaged'],
  [`ssh-ed25519 ${Buffer.from('0000ffff', 'hex').toString('base64')}`, 'ssh_damaged'],
  ['bonjour', 'ssh_format'],
])('%s: %s', (text, reason) => expect(reasonOf(text)).toBe(reason))
