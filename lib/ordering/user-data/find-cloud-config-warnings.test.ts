import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { cloudConfig } from './cloud-config-keys'
import { findCloudConfigWarnings } from './find-cloud-config-warnings'

it.each([
  '#cloud-config\n',
  '#cloud-config\npackages: [nginx, [curl, "8.1"], {apt: [git]}]\npackage_update: yes\nssh_pwauth: off\n',
  '#cloud-config\nusers:\n  - default\n  - name: ada\n    lock-passwd: true\n    sudo: null\n    uid: 1000\n',
  '#cloud-config\nruncmd:\n  - [echo, one]\n  - echo two\n  -\nntp:\n',
  '#cloud-config\nwrite_files:\n  - {path: /a, content: "1", permissions: "0644", append: true}\n',
  '#cloud-config\napt: {sources: {a: {source: "deb x"}}}\nyum_repos: {epel: {enabled: no}}\n',
  '#cloud-config\nx-common: &common [a]\npackages: *common\n'.replace('x-common', 'merge_how'),
  '#!/bin/sh\npackage: nothing\n',
  '#include\nhttps://example.fr\n',
  'packages: without a head',
  '#cloud-config\na: b: c\n',
])('has no warning for what cloud-init reads, or for what is refused anyway: %j', (text) => {
  expect(findCloudConfigWarnings(text)).toEqual([])
})

it.each([
  ['package: [nginx]', 'package', 'packages', 2, 1],
  ['run-cmd: [ls]', 'run-cmd', 'runcmd', 2, 1],
  ['Packages: [ls]', 'Packages', 'packages', 2, 1],
  ['nonsense: 1', 'nonsense', null, 2, 1],
  ['constructor: 1', 'constructor', null, 2, 1],
  ['users:\n  - name: ada\n    ssh_keys: [x]', 'users.ssh_keys', null, 4, 5],
  ['users:\n  - name: ada\n    shel: /bin/sh', 'users.shel', 'shell', 4, 5],
  ['write_files:\n  - path: /a\n    mode: "0644"', 'write_files.mode', null, 4, 5],
])('finds a key that cloud-init does not know: %j', (text, key, near, line, column) => {
  expect(findCloudConfigWarnings(`#cloud-config\n${text}\n`)).toEqual([
    { kind: 'unknown_key', key, near, line, column },
  ])
})

it.each([
  ['packages: nginx', 'packages', ['list'], 2, 11],
  ['packages:', 'packages', ['list'], 2, 1],
  ['ssh_authorized_keys: ssh-ed25519 AAAA', 'ssh_authorized_keys', ['list'], 2, 22],
  ['hostname: 12', 'hostname', ['text'], 2, 11],
  ['package_update: "yes"', 'package_update', ['boolean'], 2, 17],
  ['runcmd:\n  - {a: b}', 'runcmd', ['text', 'list', 'nothing'], 3, 5],
  ['write_files:\n  - permissions: 0644', 'write_files.permissions', ['text'], 3, 18],
  ['write_files:\n  path: /a', 'write_files', ['list'], 3, 3],
])('finds a value of another type: %j', (text, key, expected, line, column) => {
  expect(findCloudConfigWarnings(`#cloud-config\n${text}\n`)).toEqual([
    { kind: 'wrong_type', key, expected, line, column },
  ])
})

test('any selection of known keys with values of their types has no warning, and one more key is found at its line', () => {
  const example = {
    text: '"some"',
    number: '3',
    boolean: 'true',
    list: '[]',
    mapping: '{}',
    nothing: 'null',
  } as const
  const known = Object.entries(cloudConfig.keys ?? {})
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: known.length - 1 }), { minLength: 1 }),
      fc.nat(),
      (places, seed) => {
        const lines = places.map((at) => {
          const [key, { types }] = known[at] as (typeof known)[number]
          return `${key}: ${example[types[seed % types.length] ?? 'text']}`
        })
        expect(findCloudConfigWarnings(['#cloud-config', ...lines].join('\n'))).toEqual([])
        const wrong = seed % (lines.length + 1)
        const more = [...lines.slice(0, wrong), 'zzzzzzzzzz: 1', ...lines.slice(wrong)]
        expect(findCloudConfigWarnings(['#cloud-config', ...more].join('\n'))).toMatchObject([
          { kind: 'unknown_key', line: wrong + 2, column: 1 },
        ])
      },
    ),
  )
})

test('8,000 unknown keys end with the first 20 warnings', () => {
  const text = `#cloud-config\n${Array.from({ length: 8_000 }, (_, i) => `k${i}:`).join('\n')}`
  const found = findCloudConfigWarnings(text)
  expect(found).toHaveLength(20)
  expect(found[19]).toMatchObject({ key: 'k19', line: 21 })
})
