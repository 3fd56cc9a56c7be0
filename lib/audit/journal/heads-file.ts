/**
 * The head of the journal, kept outside the database in a file that is only added to: whoever owns the tables can rewrite
 * the whole chain or cut its end, and can change neither this file nor compute its codes, whose key is not in the database.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { appendFile, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { deriveBytes } from '~/lib/kernel/secrets'

const headSchema = z.strictObject({
  at: z.iso.datetime(),
  sequence: z.string().regex(/^\d+$/),
  hash: z.string(),
  /** An operator agreed to a database from which rows are missing: heads before this one are not looked for. */
  restored: z.boolean(),
  /** Over these facts and the code of the line before. */
  code: z.string(),
})
export type JournalHead = z.output<typeof headSchema>
export type HeadsFile = { heads: JournalHead[]; isIntact: boolean }

export const headsFileIn = (dataDir: string) => path.join(dataDir, 'journal-heads.jsonl')

/**
 * Every head that was kept, oldest first, and whether each is as it was written and follows the one before. A line that a
 * process left half written is passed over: no later line follows from it, as one would from a line that was altered.
 */
export async function readHeads(file: string): Promise<HeadsFile> {
  const text = await readText(file)
  const heads: JournalHead[] = []
  const lines = text.split('\n').filter((each) => each !== '')
  // The last one is followed by nothing that would show it; half written it has no end of line.
  const last = lines.at(-1)
  let isIntact = last === undefined || parse(last) !== null || !text.endsWith('\n')
  for (const line of lines) {
    const head = parse(line)
    if (!head) continue
    if (!isSame(head.code, codeOf(head, heads.at(-1)?.code ?? ''))) isIntact = false
    heads.push(head)
  }
  return { heads, isIntact }
}

/**
 * Add a head after the last one of the file, on a line of its own; returns it, for the log: a line that was sent away
 * cannot be taken back. The caller holds the lock of the file: two that add at once would follow from the same head.
 */
export async function addHead(
  file: string,
  head: Omit<JournalHead, 'code'>,
  previous: string,
): Promise<JournalHead> {
  const whole = { ...head, code: codeOf(head, previous) }
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

function codeOf({ at, sequence, hash, restored }: Omit<JournalHead, 'code'>, previous: string): string {
  return createHmac('sha256', deriveBytes('heads of the journal'))
    .update(JSON.stringify([previous, at, sequence, hash, restored]))
    .digest('hex')
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

/** Null for a line that was altered or half written by a process that died. */
function parse(line: string): JournalHead | null {
  try {
    return headSchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}
