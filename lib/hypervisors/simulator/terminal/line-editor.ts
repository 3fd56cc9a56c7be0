type LineEditorCallbacks = {
  write(text: string): void
  onLine(line: string): void
  /** Ctrl-C. */
  onInterrupt(): void
  /** Ctrl-D on an empty line. */
  onEnd(): void
}

const lineMax = 1_000
const historyMax = 100

/** Does the work of a terminal driver and a shell's line editor: echo, erase, history, submitting lines. */
export function createLineEditor(callbacks: LineEditorCallbacks) {
  const decoder = new TextDecoder()
  const history: string[] = []
  let line = ''
  let recalled = 0
  /** Characters after the escape of a multi-character key, until complete. */
  let sequence: string | null = null

  const replace = (text: string) => {
    callbacks.write(`${'\b \b'.repeat([...line].length)}${text}`)
    line = text
  }
  const recall = (step: number) => {
    recalled = Math.min(Math.max(recalled + step, 0), history.length)
    replace(history[recalled] ?? '')
  }
  const submitLine = () => {
    const text = line
    line = ''
    if (text.trim() !== '' && history.at(-1) !== text) history.push(text)
    if (history.length > historyMax) history.shift()
    recalled = history.length
    callbacks.write('\r\n')
    callbacks.onLine(text)
  }
  const endSequence = () => {
    if (sequence === '[A') recall(-1)
    if (sequence === '[B') recall(1)
    sequence = null
  }
  const take = (character: string) => {
    if (sequence !== null) {
      sequence += character
      if (!/^[[O][\d;]*$/.test(sequence)) endSequence()
      return
    }
    switch (character) {
      case '\x1b':
        sequence = ''
        return
      case '\r':
      case '\n':
        return submitLine()
      case '\x03':
        line = ''
        callbacks.write('^C\r\n')
        return callbacks.onInterrupt()
      case '\x04':
        if (line === '') callbacks.onEnd()
        return
      case '\x15':
        return replace('')
      case '\x7f':
      case '\b':
        if (line !== '') callbacks.write('\b \b')
        line = [...line].slice(0, -1).join('')
        return
      default:
        if (character < ' ' || line.length >= lineMax) return
        line += character
        callbacks.write(character)
    }
  }
  return {
    take(bytes: Uint8Array) {
      for (const character of decoder.decode(bytes, { stream: true })) take(character)
    },
  }
}
