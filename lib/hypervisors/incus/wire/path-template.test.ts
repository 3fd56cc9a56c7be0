import { expect, test } from 'vitest'
import { pathTemplate } from './path-template'

test.each([
  ['/1.0', '/1.0'],
  ['/1.0/instances?recursion=2&all-projects=true', '/1.0/instances'],
  ['/1.0/instances/ins-01k/state?project=org-1', '/1.0/instances/*/state'],
  [
    '/1.0/storage-pools/default/volumes/custom/vol-1/snapshots',
    '/1.0/storage-pools/*/volumes/custom/*/snapshots',
  ],
  ['/1.0/images/aliases/debian-13', '/1.0/images/aliases/*'],
])('%s is named %s in traces', (path, name) => {
  expect(pathTemplate(path)).toBe(name)
})
