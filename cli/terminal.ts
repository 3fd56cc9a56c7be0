import { createInterface } from 'node:readline/promises'
import { usageFailure } from './failure'

/** Where a command reads and writes. */
export type Terminal = {
  env: Readonly<Record<string, string | undefined>>
  /** People read it: tables instead of JSON, progress on the error output. */
  isForPeople: boolean
  out(text: string | Uint8Array): void
  /** To people only; an empty text clears the line. */
  progress(text: string): void
  /** The first line of standard input, not shown while it is typed. */
  secret(question: string): Promise<string>
  /** Whether a person agrees. Programs are taken to agree. */
  confirm(question: string): Promise<boolean>
}

export function processTerminal(): Terminal {
  const isForPeople = process.stdout.isTTY === true
  return {
    env: process.env,
    isForPeople,
    out: (text) => void process.stdout.write(text),
    progress: (text) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
    },
    secret: readSecret,
    confirm: async (question) => {
      if (!process.stdin.isTTY || !process.stderr.isTTY) return true
      const lines = createInterface({ input: process.stdin, output: process.stderr })
      const answer = await lines.question(`${question} [y/N] `)
      lines.close()
      return /^(y|yes|o|oui)$/i.test(answer.trim())
    },
  }
}

async function readSecret(question: string): Promise<string> {
  const { stdin, stderr } = process
  const isTyped = stdin.isTTY === true
  if (isTyped) {
    stderr.write(question)
    stdin.setRawMode(true)
  }
  let text = ''
  try {
    for await (const chunk of stdin.setEncoding('utf8')) {
      for (const character of String(chunk)) {
        if (character === '\n' || character === '\r') return text.trim()
        if (isTyped && character === '\u0003') throw usageFailure('Ended.')
        text = isTyped && /[\b\u007f]/.test(character) ? text.slice(0, -1) : text + character
      }
    }
    return text.trim()
  } finally {
    if (isTyped) {
      stdin.setRawMode(false)
      stderr.write('\n')
    }
    stdin.unref?.()
  }
}
