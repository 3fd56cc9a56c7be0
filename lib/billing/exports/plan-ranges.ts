import type { LineStretch, ListedDocument } from './queries/document-rows'

const linesPerRange = 5_000
/** Few at first: whoever asks sees the file begin at once. */
const linesAtFirst = 250
/** A text of more lines passes what the database's memory hands out without asking the machine for it each time. */
const linesPerStretch = 250

/** The lines of documents in ranges of a bounded number of lines that follow each other without a gap. Pure. */
export function planRanges(documents: readonly ListedDocument[], isFirst: boolean): LineStretch[][] {
  const ranges: LineStretch[][] = []
  let open: LineStretch[] = []
  let roomLeft = isFirst ? linesAtFirst : linesPerRange
  const close = () => {
    if (open.length > 0) ranges.push(open)
    open = []
    roomLeft = linesPerRange
  }
  for (const { id, lines } of documents)
    for (let from = 0; from < lines; ) {
      const to = Math.min(lines, from + Math.min(linesPerStretch, roomLeft))
      open.push({ id, from, to })
      roomLeft -= to - from
      from = to
      if (roomLeft === 0) close()
    }
  close()
  return ranges
}
