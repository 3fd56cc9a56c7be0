import { expect, test } from 'vitest'
import { isSessionUse } from './session-use'

test.each([
  ['/o/org_1/instances', {}, true],
  ['/o/org_1/instances', { rsc: '1' }, true],
  ['/o/org_1/instances', { rsc: '1', 'next-router-prefetch': '1' }, false],
  ['/o/org_1/instances', { rsc: '1', 'next-router-segment-prefetch': '/_tree' }, false],
  ['/o/org_1/instances', { 'next-action': 'a1' }, true],
  ['/etat', { rsc: '1' }, false],
  ['/api/live/org_1/news', {}, false],
  ['/api/live/news?organisationId=org_1', { 'x-andromede-active': '0' }, false],
  ['/api/live/news?organisationId=org_1', { 'x-andromede-active': '1' }, true],
  ['/api/live/operator/sagas', {}, false],
  ['/api/billing/org_1/statement/pdf', {}, true],
  [null, {}, true],
])('%s with %j counts as use: %s', (path, headers, isUse) => {
  expect(isSessionUse(path, new Headers(headers as Record<string, string>))).toBe(isUse)
})
