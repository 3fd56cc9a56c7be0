import { expect, test } from 'vitest'
import { credentialsOf, databaseRoles, loginsOf } from '../database-roles'
import { userIn } from './address-passwords'
import { faultOfRolePasswords, rolePasswordsIn } from './role-passwords'

const password = 'kT4vX9qLm2ZcR7bW'

test.each([
  [0, 1],
  [1, 0],
] as const)(
  'an empty password of a login leaves the other one in use, in the check and in the choice',
  (used, empty) => {
    const text = JSON.stringify(
      Object.fromEntries(
        databaseRoles.flatMap((role) => [
          [loginsOf(role)[used], password],
          [loginsOf(role)[empty], ''],
        ]),
      ),
    )
    expect(faultOfRolePasswords(text)).toBeNull()
    for (const role of databaseRoles)
      expect(credentialsOf(rolePasswordsIn(text), role)).toEqual({
        login: loginsOf(role)[used],
        password,
        other: loginsOf(role)[empty],
      })
  },
)

test.each([
  ['postgres://andromede_portal_b:secret@standby:5432/andromede', 'andromede_portal_b'],
  ['postgres://standby/andromede', ''],
  ['', ''],
])('the user in %j is %j', (address, user) => {
  expect(userIn(address)).toBe(user)
})
