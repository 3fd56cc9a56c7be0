import { createHash } from 'node:crypto'
import { DomainError } from '~/lib/kernel/errors'
import { fileKind, kindByName, safeFileName } from '~/lib/kernel/file-kind'
import { attachmentBounds } from './choices'

/** A file as it came. */
export type GivenFile = { name: string; content: Uint8Array }
type JudgedFile = {
  name: string
  mediaType: string
  sizeBytes: number
  sha256: string
  content: Uint8Array
}

const textKinds: Readonly<Record<string, string>> = {
  txt: 'text/plain; charset=utf-8',
  log: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
}

/**
 * The files of one message, each with what its bytes say it is and a name that nothing can trip over. A file whose name
 * says otherwise than its bytes is not taken. Pure.
 *
 * @throws DomainError `invalid_input` of `files`, with the reason
 */
export function judgeFiles(files: readonly GivenFile[]): JudgedFile[] {
  if (files.length > attachmentBounds.filesMax) throw refuse('too_many_attachments')
  const sum = files.reduce((bytes, { content }) => bytes + content.length, 0)
  if (sum > attachmentBounds.bytesMax) throw refuse('attachments_too_large')
  return files.map(judge)
}

function judge({ name, content }: GivenFile): JudgedFile {
  if (content.length === 0) throw refuse('file_empty')
  const extension = /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const text = textKinds[extension]
  const found = text !== undefined && isText(content) ? text : fileKind(content)
  if (found === null || found !== (text ?? kindByName(name))) throw refuse('attachment_kind')
  return {
    name: text === undefined ? safeFileName(name, found) : `${safeFileName(name, '')}.${extension}`,
    mediaType: found,
    sizeBytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
  }
}

/** Valid UTF-8 without a control character but tab and the ends of lines. */
function isText(content: Uint8Array): boolean {
  try {
    return /^(?:[^\p{Cc}]|[\t\r\n])*$/u.test(new TextDecoder('utf-8', { fatal: true }).decode(content))
  } catch {
    return false
  }
}

const refuse = (reason: string) => new DomainError('invalid_input', { field: 'files', params: { reason } })
