import { globSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import en from '~/i18n/en/moderation.json'
import fr from '~/i18n/fr/moderation.json'
import type { StaffPermission } from '~/lib/identity/client'
import { operatorNavigation } from './navigation'

const roomsOf = (may: (permission: StaffPermission) => boolean) =>
  operatorNavigation({ t: (key) => key, may, waiting: 2, tickets: 1, incidents: 0 })
const pages = roomsOf(() => true).flatMap(({ items }) => items)

const built = globSync(['*/page.tsx', '*/(tabs)/page.tsx', 'billing/(tabs)/*/page.tsx'], {
  cwd: path.join(import.meta.dirname, '..'),
}).map((file) => `/operator/${path.dirname(file).replace('/(tabs)', '')}`)
/** Before signing in, and in the menu of the account. */
const elsewhere = ['/operator/sign-in', '/operator/security']

test('the rooms lead to every page, and to each once', () => {
  const addresses = pages.map(({ href }) => href.split('?')[0])
  expect(addresses.sort()).toEqual(['/operator', ...built.filter((each) => !elsewhere.includes(each))].sort())
})

test.each([fr.nav, en.nav])('no two rooms and no two pages have the same name', (texts) => {
  const rooms = operatorNavigation({
    t: (key) => texts[key],
    may: () => true,
    waiting: 0,
    tickets: 0,
    incidents: 0,
  })
  for (const level of [rooms, rooms.flatMap(({ items }) => items)])
    expect(new Set(level.map(({ label }) => label)).size).toBe(level.length)
})

test('a letter after g leads to one page', () => {
  const letters = pages.flatMap(({ hotkey }) => hotkey ?? [])
  expect(new Set(letters).size).toBe(letters.length)
  expect(letters.length).toBeGreaterThan(15)
})

test('a room without pages for this person is not there', () => {
  const rooms = roomsOf((permission) => permission === 'catalogue:inspect')
  expect(rooms.map(({ id, items }) => [id, items.map((item) => item.id)])).toEqual([
    ['work', ['home']],
    ['customers', ['catalogue']],
  ])
})
