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

test('a file of a bank up to the size that the page promises is read whole', async () => {
  expect((await readSentFile(sender(bankFileBytesMax).content)).byteLength).toBe(bankFileBytesMax)
})

test('a larger one is refused as soon as it is known to be, with a reason', async () => {
  const large = sender(64 * 1024 * 1024)
  await expect(readSentFile(large.content)).rejects.toMatchObject({
    code: 'invalid_input',
    params: { reason: 'file_too_large' },
  })
  expect(large.pieces).toBe(17)
})

test('an empty one is refused', async () => {
  await expect(readSentFile(sender(0).content)).rejects.toMatchObject({ params: { reason: 'file_empty' } })
})
