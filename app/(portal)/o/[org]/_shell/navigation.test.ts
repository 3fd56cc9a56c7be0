import { expect, test } from 'vitest'
import { portalNavigation } from './navigation'

test('every page has a unique letter after g, and pages without permission are left out', () => {
  const all = portalNavigation('org_1', (key) => key, true, true, true).flatMap((group) => group.items)
  expect(new Set(all.map((item) => item.hotkey)).size).toBe(all.length)
  const few = portalNavigation('org_1', (key) => key, false, false, false).flatMap((group) => group.items)
  expect(few.map((item) => item.id)).not.toContain('keys')
  expect(few.map((item) => item.id)).not.toContain('webhooks')
  expect(few.map((item) => item.id)).not.toContain('billing')
})
