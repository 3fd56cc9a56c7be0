import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { findUserDataFault } from './find-user-data-fault'
import { findSecretLine, userDataBytes, userDataBytesMax } from './user-data-form'

it.each([
  '#cloud-config',
  '#cloud-config\n',
  '#cloud-config\r\npackages: [nginx]\r\n',
  '#cloud-config\na: &one [1]\nb: *one\n',
  '#cloud-config\nusers:\n  - default\n  - {name: ada, groups: [sudo]}\nruncmd:\n  - [echo, "é"]\n',
  '#!/bin/sh\necho : : [ {\n',
  '#include\nhttps://example.fr/first\n',
  'Content-Type: multipart/mixed; boundary="x"\nMIME-Version: 1.0\n\n--x--\n',
])('accepts what cloud-init reads: %j', (text) => {
  expect(findUserDataFault(text)).toBeNull()
})

it.each([
  ['', 'user_data_head'],
  ['packages: [nginx]', 'user_data_head'],
  [' #cloud-config', 'user_data_head'],
  ['\uFEFF#cloud-config', 'user_data_head'],
  ['#cloud-config-archive\n- a', 'user_data_head'],
  ['#!/bin/sh\0', 'user_data_characters'],
  ['#!/bin/sh \uD800', 'user_data_characters'],
])('refuses as a whole: %j', (text, reason) => {
  expect(findUserDataFault(text)?.reason).toBe(reason)
})

it.each([
  ['#cloud-config\na: b: c\n', 'user_data_yaml', 2, 4],
  ['#cloud-config\nruncmd:\n  - one\n - two\n', 'user_data_yaml', 4, 1],
  ['#cloud-config\na: "open\n', 'user_data_yaml', 3, 1],
  ['#cloud-config\na: 1\n---\nb: 2\n', 'user_data_yaml', 3, 1],
  ['#cloud-config\na: *nothing\n', 'user_data_yaml', 2, 4],
  ['#cloud-config\n\n  - a\n', 'user_data_no_mapping', 3, 3],
  ['#cloud-config\npackages\n', 'user_data_no_mapping', 2, 1],
])('names line and column: %j', (text, reason, line, column) => {
  expect(findUserDataFault(text)).toEqual({ reason, line, column })
})

test.each(['[', '- ', '{a: ', '? '])('levels without end (%s) are a fault, not a crash', (level) => {
  const text = `#cloud-config\na:\n  ${level.repeat(30_000)}`.slice(0, userDataBytesMax)
  expect(findUserDataFault(text)).toMatchObject({ reason: 'user_data_yaml' })
})

test.each([
  ['aliases', `a: &a 1\nb: [${'*a,'.repeat(21_000)}]`],
  ['keys', Array.from({ length: 8_000 }, (_, i) => `k${i}:`).join('\n')],
])('as many %s as fit are read once each: the work does not grow with their square', (_what, content) => {
  expect(findUserDataFault(`#cloud-config\n${content}`)).toBeNull()
})

test('a key given twice is found in the line of its second place', () => {
  const places = fc
    .array(fc.constantFrom('', 'é', ' # 🚀', '    '), { minLength: 2, maxLength: 60 })
    .chain((ends) => fc.tuple(fc.constant(ends), fc.integer({ min: 1, max: ends.length - 1 })))
  fc.assert(
    fc.property(places, ([ends, second]) => {
      const lines = ends.map((end, i) => `key${i === second ? 0 : i}: v${end}`)
      expect(findUserDataFault(['#cloud-config', ...lines].join('\n'))).toEqual({
        reason: 'user_data_yaml',
        line: second + 2,
        column: 1,
      })
    }),
  )
})

test('exactly 64 KiB are accepted, one byte more is not, for characters of any length', () => {
  const characters = fc.array(fc.constantFrom('a', 'é', '€', '🚀', '\n'), { maxLength: 200 })
  fc.assert(
    fc.property(characters, (some) => {
      const head = `#!/bin/sh\n${some.join('')}`
      const full = head + 'x'.repeat(userDataBytesMax - Buffer.byteLength(head))
      expect(userDataBytes(full)).toBe(65_536)
      expect(findUserDataFault(full)).toBeNull()
      expect(findUserDataFault(`${full}x`)).toEqual({ reason: 'user_data_too_long' })
    }),
  )
})

it.each([
  ['#cloud-config\npassword: hunter2\n', 2],
  ['#cloud-config\nusers:\n  - name: ada\n    hashed_passwd: $6$x\n', 4],
  ['#!/bin/sh\nDB_PASSWORD=hunter2\n', 2],
  ['#!/bin/sh\ncat <<X\n-----BEGIN OPENSSH PRIVATE KEY-----\n', 3],
  ['#cloud-config\nusers:\n  - name: ada\n    lock_passwd: true\n', null],
  ['#cloud-config\nssh_pwauth: false\npackages: [passwd]\n', null],
])('warns of what looks like a secret: %j', (text, line) => {
  expect(findSecretLine(text)).toBe(line)
})
