import { DomainError } from '~/lib/kernel/errors'
import { readAtMost } from '~/lib/kernel/files/upload'
import { bankFileBytesMax } from './bounds'

/** A bank file uploaded by a browser. */
export type SentFile = { name: string; content: AsyncIterable<Uint8Array> }

/**
 *
 *
 * @throws DomainError `invalid_input` (`file_too_large`, `file_empty`)
 */
export async function readSentFile(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const bytes = await readAtMost(content, bankFileBytesMax)
  if (!bytes) throw refused('file_too_large')
  if (bytes.byteLength === 0) throw refused('file_empty')
  return bytes
}

const refused = (reason: string) => new DomainError('invalid_input', { field: 'content', params: { reason } })
