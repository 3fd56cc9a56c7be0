import { expect, test } from 'vitest'
import { memberPermissions, tokenPermissions } from '../permissions'
import { permissionsOf } from './presets'

const heldBy = (role: string) =>
  tokenPermissions.filter((each) => (memberPermissions[each] as readonly string[]).includes(role))

test('the preset to read changes nothing', () => {
  const rights = permissionsOf('read', tokenPermissions)
  expect(rights).toContain('instance:history')
  expect(rights.filter((each) => !/:(read|view|history)$/.test(each))).toEqual([])
})

test('the preset to operate adds orders, servers and keys, and neither money nor people', () => {
  const added = permissionsOf('operate', heldBy('owner')).filter(
    (each) => !permissionsOf('read', heldBy('owner')).includes(each),
  )
  expect(added).toEqual(['ssh_key:write', 'order:place', 'instance:operate', 'instance:delete'])
})

test.each(['owner', 'technical', 'approver', 'billing', 'reader', 'guest'])(
  'no preset gives a %s more than its role',
  (role) => {
    for (const preset of ['read', 'operate', 'all'] as const)
      for (const each of permissionsOf(preset, heldBy(role))) expect(heldBy(role)).toContain(each)
    expect(permissionsOf('all', heldBy(role))).toEqual(heldBy(role))
  },
)
