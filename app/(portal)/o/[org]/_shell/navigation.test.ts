import { globSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import en from '~/i18n/en/identity.json'
import fr from '~/i18n/fr/identity.json'
import { portalNavigation } from './navigation'

const every = { seeKeys: true, seeWebhooks: true, seeBilling: true, seeBudgets: true }
const none = { seeKeys: false, seeWebhooks: false, seeBilling: false, seeBudgets: false }
const roomsOf = (may: typeof every) => portalNavigation('org_1', (key) => key, may)
const pagesOf = (may: typeof every) => roomsOf(may).flatMap(({ items }) => items)

/** The first page of each folder of the organisation, and each page of billing. */
const built = globSync(['*/page.tsx', '*/(tabs)/page.tsx', 'billing/(tabs)/*/page.tsx'], {
  cwd: path.join(import.meta.dirname, '..'),
}).map((file) => `/o/org_1/${path.dirname(file).replace('/(tabs)', '')}`)
/** The state of an application: the banner leads there while it is open. */
const elsewhere = ['/o/org_1/moderation']

test('seven rooms lead to every page, and to each once', () => {
  expect(roomsOf(every).map(({ id }) => id)).toEqual([
    'home',
    'infrastructure',
    'purchases',
    'money',
    'availability',
    'organisation',
    'support',
  ])
  const addresses = pagesOf(every).map(({ href }) => href.split('?')[0])
  expect(addresses.sort()).toEqual(['/o/org_1', ...built.filter((each) => !elsewhere.includes(each))].sort())
})

test.each([fr.nav, en.nav])(
  'no two rooms and no two pages have the same name: « Réglages » is one page',
  (texts) => {
    const rooms = portalNavigation('org_1', (key) => texts[key], every)
    const pages = rooms.flatMap(({ items }) => items)
    for (const level of [rooms, pages])
      expect(new Set(level.map(({ label }) => label)).size).toBe(level.length)
  },
)

test('a letter after g leads to one page', () => {
  const letters = pagesOf(every).flatMap(({ hotkey }) => hotkey ?? [])
  expect(new Set(letters).size).toBe(letters.length)
  expect(letters.length).toBeGreaterThan(20)
})

test('pages without permission are left out, and a room without pages too', () => {
  const left = new Set(pagesOf(none).map(({ id }) => id))
  const gone = pagesOf(every).flatMap(({ id }) => (left.has(id) ? [] : [id]))
  expect(gone).toEqual([
    'keys',
    'purchaseOrders',
    'billing',
    'costs',
    'budgets',
    'credits',
    'exports',
    'payment',
    'billingSettings',
    'webhooks',
  ])
  expect(roomsOf(none).map(({ id }) => id)).not.toContain('money')
})
