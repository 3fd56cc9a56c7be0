import { readCamt053 } from './read-camt053'
import { readCfonb120 } from './read-cfonb120'
import { type BankStatement, StatementRefusal } from './statement'

/** A month of a busy account takes a few megabytes. */
export const statementBytesMax = 8 * 1024 * 1024

/**
 * The statements of a bank file in either format. Pure.
 *
 * @throws StatementRefusal with the reason, the line and the field
 */
export function readStatements(bytes: Uint8Array): BankStatement[] {
  const start = startOf(bytes)
  if (start.startsWith('<')) return readCamt053(decodeXml(bytes, start))
  if (/^0[1457]\d{5}/.test(start)) return readCfonb120(decodeText(bytes))
  throw new StatementRefusal(start === '' ? 'statement_empty' : 'statement_format', 1)
}

/**
 * A bank's XML file as text. Pure.
 *
 * @throws StatementRefusal
 */
export function decodeXmlFile(bytes: Uint8Array): string {
  const start = startOf(bytes)
  if (!start.startsWith('<'))
    throw new StatementRefusal(start === '' ? 'statement_empty' : 'report_format', 1)
  return decodeXml(bytes, start)
}

function startOf(bytes: Uint8Array): string {
  if (bytes.byteLength > statementBytesMax) throw new StatementRefusal('xml_too_large', 1)
  if (/^(fffe|feff)/.test(Buffer.from(bytes.subarray(0, 2)).toString('hex')))
    throw new StatementRefusal('xml_encoding', 1, 'utf-16')
  return Buffer.from(bytes.subarray(0, 200))
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
}

/** UTF-8, or the Latin alphabet named in the declaration. */
function decodeXml(bytes: Uint8Array, start: string): string {
  const declared = /^<\?xml[^>]*encoding=["']([A-Za-z0-9-]+)["']/.exec(start)?.[1]?.toLowerCase() ?? 'utf-8'
  if (!['utf-8', 'us-ascii', 'iso-8859-1', 'iso-8859-15', 'windows-1252'].includes(declared))
    throw new StatementRefusal('xml_encoding', 1, declared)
  return decode(bytes, declared === 'us-ascii' ? 'utf-8' : declared)
}

/** French banks write CFONB in ASCII or Latin-1; re-saved files may be UTF-8. */
function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('iso-8859-15').decode(bytes)
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) throw new StatementRefusal('xml_encoding', 1, encoding)
    throw error
  }
}
