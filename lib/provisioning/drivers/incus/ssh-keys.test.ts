import { expect, it } from 'vitest'
import { cloudConfig } from './ssh-keys'

it('writes keys as data, so that none can add a directive', () => {
  const hostile = 'ssh-ed25519 AAAA x"]\nruncmd: [reboot]'
  const [header, body, end] = cloudConfig([hostile]).split('\n')
  expect(header).toBe('#cloud-config')
  expect(JSON.parse(body ?? '')).toEqual({ ssh_authorized_keys: [hostile] })
  expect(end).toBe('')
})
