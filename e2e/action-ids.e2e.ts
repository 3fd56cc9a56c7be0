import { createHash } from 'node:crypto'
import { actionIdSalt } from '../bin/lib/build'
import { builtActions } from './support/manifests'
import { expect, test } from './support/test'

test('the ids of server actions follow from file and name alone, so another build and the next version have them too', () => {
  const actions = builtActions()
  expect(actions.length).toBeGreaterThan(200)
  for (const { id, file, name } of actions) {
    const hash = createHash('sha1').update(`${actionIdSalt}${file}:${name}`).digest('hex')
    // The first byte describes the parameters.
    expect([file, name, id.slice(2)]).toEqual([file, name, hash])
  }
})
