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

it('configures further cards of a container without their routes, and leaves a virtual machine to its image', () => {
  const { ethernets } = JSON.parse(cloudInitConfig({ sshKeys: [] })['cloud-init.network-config'])
  expect(Object.keys(ethernets)).toEqual(['eth0', 'eth1', 'eth2', 'eth3'])
  expect(ethernets.eth0).toEqual({ dhcp4: true, 'accept-ra': true })
  expect(ethernets.eth3).toMatchObject({ 'dhcp4-overrides': { 'use-routes': false } })
  const machine = cloudInitConfig({ sshKeys: [], type: 'virtual-machine' })
  expect(machine['cloud-init.network-config']).toBe('')
})

it('leaves user data to the customer, lets keys open root, and names no key without one', () => {
  expect(cloudInitConfig({ sshKeys: [] })).toEqual({
    'user.meta-data': '',
    'cloud-init.vendor-data': '#cloud-config\n{"disable_root": false}\n',
    'cloud-init.user-data': '',
    'cloud-init.network-config': expect.stringContaining('"eth0":{"dhcp4":true'),
  })
})
