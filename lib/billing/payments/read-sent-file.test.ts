import { expect, test } from 'vitest'
import { bankFileBytesMax } from './bounds'
import { readSentFile } from './read-sent-file'

function sender(bytes: number, pieceBytes = 64 * 1024) {
  const sender = { pieces: 0, content: pieces() }
  async function* pieces() {
    for (let sent = 0; sent < bytes; sent += pieceBytes) {
      sender.pieces += 1
      yield new Uint8Array(Math.min(pieceBytes, bytes - sent)).fill(0x41)
    }
  }
  return sender
}

test('a bank file up to the page’s size limit is read in full', async () => {
  expect((await readSentFile(sender(bankFileBytesMax).content)).byteLength).toBe(bankFileBytesMax)
})

test('a larger one is rejected with a reason as soon as it exceeds the limit', async () => {
  const large = sender(64 * 1024 * 1024)
  await expect(readSentFile(large.content)).rejects.toMatchObject({
    code: 'invalid_input',
    params: { reason: 'file_too_large' },
  })
  expect(large.pieces).toBe(17)
})

test('an empty one is rejected', async () => {
  await expect(readSentFile(sender(0).content)).rejects.toMatchObject({ params: { reason: 'file_empty' } })
})
