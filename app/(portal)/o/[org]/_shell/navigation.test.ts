import { expect, test } from 'vitest'
import { portalNavigation } from './navigation'

const every = { seeKeys: true, seeWebhooks: true, seeBilling: true, seeBudgets: true }
const none = { seeKeys: false, seeWebhooks: false, seeBilling: false, seeBudgets: false }
const roomsOf = (may: typeof every) => portalNavigation('org_1', (key) => key, may)
const pagesOf = (may: typeof every) => roomsOf(may).flatMap(({ items }) => items)

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
  const pages = pagesOf(every)
  expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length)
  expect(new Set(pages.map(({ href }) => href.split('?')[0])).size).toBe(pages.length)
})

test('a letter after g leads to one page', () => {
  const letters = pagesOf(every).flatMap(({ hotkey }) => hotkey ?? [])
  expect(new Set(letters).size).toBe(letters.length)
  expect(letters.length).toBeGreaterThan(20)
})

test('pages without permission are left out, and no room is empty', () => {
  const ids = pagesOf(none).map(({ id }) => id)
  for (const id of ['keys', 'webhooks', 'billing', 'exports', 'payment']) expect(ids).not.toContain(id)
  // Nothing of costs is left: the room is not there either.
  expect(roomsOf(none).map(({ id }) => id)).not.toContain('money')
})
