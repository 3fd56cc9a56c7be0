import { expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { hypervisorName, isOurs, ownerTags, readOwner } from './names'

const owner = { resourceId: 'ins_1', organisationId: 'org_1', installation: 'here' }

it('makes names that Incus accepts, different for different ids', () => {
  const ids = Array.from({ length: 200 }, () => newId('instance'))
  const names = ids.map(hypervisorName)
  expect(new Set(names).size).toBe(200)
  for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]{0,61}[a-z0-9]$/)
})

it('reads back the owner that it wrote, and none when a tag is missing', () => {
  expect(readOwner(ownerTags(owner))).toEqual(owner)
  const { 'user.andromede.installation': _, ...partial } = ownerTags(owner)
  expect(readOwner(partial)).toBeNull()
})

it('recognises only objects of this installation and this resource as ours', () => {
  expect(isOurs(owner, 'ins_1', 'here')).toBe(true)
  expect(isOurs(owner, 'ins_2', 'here')).toBe(false)
  expect(isOurs(owner, 'ins_1', 'there')).toBe(false)
  expect(isOurs(null, 'ins_1', 'here')).toBe(false)
})
