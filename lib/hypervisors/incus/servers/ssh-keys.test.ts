import { expect, it } from 'vitest'
import { instanceSpec, soon } from '../../testing/world'
import { requestError } from '../wire/error-map'
import { writeAuthorizedKeys } from './ssh-keys'

const taken = () =>
  requestError(500, 'listen unix /proc/self/fd/31/forkfile.sock: bind: no such file or directory')

it.each([
  [1, 'written'],
  [4, 'written'],
  [5, 'busy'],
])('while another call holds the files, %i times, they are %s', async (refusals, outcome) => {
  let requests = 0
  const request = async () => {
    requests += 1
    if (requests <= refusals) throw taken()
  }
  const incus = { http: { request }, path: (path: string) => path } as never
  const spec = instanceSpec('busybox', { sshKeys: ['ssh-ed25519 AAAA x'] })
  const written = writeAuthorizedKeys(incus, spec, soon().signal).then(
    () => 'written',
    (error: { code: string }) => error.code,
  )
  expect(await written).toBe(outcome)
  expect(requests).toBe(outcome === 'written' ? refusals + 2 : 5)
})
