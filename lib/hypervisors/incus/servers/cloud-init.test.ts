import { expect, it } from 'vitest'
import { cloudInitConfig } from './cloud-init'

it('gives keys as meta-data, as one line that a key cannot leave', () => {
  const hostile = 'ssh-ed25519 AAAA x"]\nruncmd: [reboot]'
  const [line = '', end] = cloudInitConfig({ sshKeys: [hostile] })['user.meta-data'].split('\n')
  expect(line.startsWith('public-keys: ')).toBe(true)
  expect(JSON.parse(line.slice('public-keys: '.length))).toEqual([hostile])
  expect(end).toBe('')
})

it('passes user data on byte for byte', () => {
  const userData = '#!/bin/sh\r\necho "é 🚀"  \n\n'
  expect(cloudInitConfig({ sshKeys: [], userData })['cloud-init.user-data']).toBe(userData)
})

it('leaves user data to the customer, lets keys open root, and names no key without one', () => {
  expect(cloudInitConfig({ sshKeys: [] })).toEqual({
    'user.meta-data': '',
    'cloud-init.vendor-data': '#cloud-config\n{"disable_root": false}\n',
    'cloud-init.user-data': '',
  })
})
