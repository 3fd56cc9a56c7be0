import { expect, test } from 'vitest'
import { trustableDomain } from './trusted-domain'

const body = { kind: 'public_body', siren: '219501273' } as const
const confirmed = (email: string) => ({ email, emailVerifiedAt: new Date('2026-11-24T09:00:00Z') })

test.each([
  ['a domain not yet approved', body, confirmed('dsi@Valmont.example'), [], 'valmont.example'],
  [
    'a domain besides the known ones',
    body,
    confirmed('dsi@valmont.example'),
    ['agglo.example'],
    'valmont.example',
  ],
  ['a known domain', body, confirmed('dsi@valmont.example'), ['valmont.example'], null],
  [
    'a subdomain of a known domain',
    body,
    confirmed('dsi@si.valmont.example'),
    ['valmont.example'],
    'si.valmont.example',
  ],
  ['a mailbox open to everyone', body, confirmed('mairie@orange.fr'), [], null],
  ['an unconfirmed address', body, { email: 'dsi@valmont.example', emailVerifiedAt: null }, [], null],
  ['no owner', body, undefined, [], null],
  ['a company', { kind: 'company', siren: '219501273' }, confirmed('dsi@valmont.example'), [], null],
  ['a body without SIREN', { kind: 'public_body', siren: null }, confirmed('dsi@valmont.example'), [], null],
] as const)('%s', (_what, organisation, owner, known, expected) => {
  expect(trustableDomain(organisation, owner, known)).toBe(expected)
})
