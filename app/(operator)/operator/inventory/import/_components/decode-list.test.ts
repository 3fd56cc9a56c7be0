import { expect, test } from 'vitest'
import { decodeList } from './decode-list'

test.each([
  ['UTF-8', [0x47, 0xc3, 0xa9], 'Gé'],
  ['UTF-8 with its mark', [0xef, 0xbb, 0xbf, 0x47], 'G'],
  ['the Windows code page', [0x47, 0xe9, 0x80], 'Gé€'],
  ['UTF-16', [0xff, 0xfe, 0x47, 0x00, 0xe9, 0x00], 'Gé'],
  ['nothing', [], ''],
])('a file in %s is decoded', (_encoding, bytes, text) => {
  expect(decodeList(new Uint8Array(bytes))).toBe(text)
})
