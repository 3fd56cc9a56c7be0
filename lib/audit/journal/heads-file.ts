/**
 * Stores heads of the audit trail in an append-only file outside the database. An owner of the tables can rewrite the
 * whole chain or cut its end, but cannot change this file or compute its codes: the key is in the database, sealed by one that is not.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { appendFile, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const headSchema = z.strictObject({
  at: z.iso.datetime(),
  sequence: z.string().regex(/^\d+$/),
  hash: z.string(),
  /** An operator agreed to a database with missing rows: heads before this one are not required. */
  restored: z.boolean(),
  /** Computed over these facts and the previous line's code. */
  code: z.string(),
})
export type JournalHead = z.output<typeof headSchema>
export type HeadsFile = { heads: JournalHead[]; isIntact: boolean }

export const headsFileIn = (dataDir: string) => path.join(dataDir, 'journal-heads.jsonl')

/**
 * Returns every stored head, oldest first, and whether each is unaltered and follows the previous one. A line left half
 * written by a process is skipped: unlike an altered line, no later line follows from it.
 */
export async function readHeads(file: string, key: Buffer): Promise<HeadsFile> {
  const text = await readText(file)
  const heads: JournalHead[] = []
  const lines = text.split('\n').filter((each) => each !== '')
  // No line follows the last one to reveal an alteration; a half-written line has no end of line.
  const last = lines.at(-1)
  let isIntact = last === undefined || parse(last) !== null || !text.endsWith('\n')
  for (const line of lines) {
    const head = parse(line)
    if (!head) continue
    if (!isSame(head.code, codeOf(key, head, heads.at(-1)?.code ?? ''))) isIntact = false
    heads.push(head)
  }
  return { heads, isIntact }
}

/**
 * Appends a head on a line of its own; returns it for the log, because a line sent to another machine cannot be
 * removed. The caller holds the file's lock: two concurrent appends would follow from the same head.
 */
export async function addHead(
  file: string,
  head: Omit<JournalHead, 'code'>,
  previous: string,
  key: Buffer,
): Promise<JournalHead> {
  const whole = { ...head, code: codeOf(key, head, previous) }
  const text = await readText(file)
  const isTorn = text !== '' && !text.endsWith('\n')
  await appendFile(file, `${isTorn ? '\n' : ''}${JSON.stringify(whole)}\n`, { mode: 0o600 })
  return whole
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
}

function codeOf(
  key: Buffer,
  { at, sequence, hash, restored }: Omit<JournalHead, 'code'>,
  previous: string,
): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([previous, at, sequence, hash, restored]))
    .digest('hex')
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

/** Null for an altered line, or one half written by a process that died. */
function parse(line: string): JournalHead | null {
  try {
    return headSchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}
