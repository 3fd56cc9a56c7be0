import { createHash } from 'node:crypto'
import { DomainError } from '~/lib/kernel/errors'
import { fileKind, kindByName, safeFileName } from '~/lib/kernel/files/file-kind'
import { attachmentBounds } from '../choices'

/** A file as uploaded. */
export type FileInput = { name: string; content: Uint8Array }
export type IdentifiedFile = {
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
 * The file with the type determined from its bytes and a safe name. A file with an extension that contradicts its bytes
 * is rejected. Pure.
 *
 * @throws DomainError `invalid_input` of `files`, with the reason
 */
export function identifyFile({ name, content }: FileInput): IdentifiedFile {
  if (content.length === 0) throw refuseFile('file_empty')
  if (content.length > attachmentBounds.bytesMax) throw refuseFile('document_too_large')
  const extension = /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const text = textKinds[extension]
  const found = text !== undefined && isText(content) ? text : fileKind(content)
  if (found === null || found !== (text ?? kindByName(name))) throw refuseFile('attachment_kind')
  return {
    name: text === undefined ? safeFileName(name, found) : `${safeFileName(name, '')}.${extension}`,
    mediaType: found,
    sizeBytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
  }
}

const pieceBytes = 64 * 1024

/** Valid UTF-8 without control characters except tab and line ends; checked in chunks, because a log may be long. */
function isText(content: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (let at = 0; at < content.length; at += pieceBytes) {
      const stream = at + pieceBytes < content.length
      if (/[^\P{Cc}\t\r\n]/u.test(decoder.decode(content.subarray(at, at + pieceBytes), { stream })))
        return false
    }
    return true
  } catch {
    return false
  }
}

export const refuseFile = (reason: string) =>
  new DomainError('invalid_input', { field: 'files', params: { reason } })
