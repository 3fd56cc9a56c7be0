import type { LineRange, ListedDocument } from '~/db/queries/billing/exports/document-rows'

const linesPerRange = 5_000
/** Few at first: whoever asks sees the file begin at once. */
const linesAtFirst = 250

/** The lines of documents in ranges of a bounded number of lines that follow each other without a gap. Pure. */
export function planRanges(documents: readonly ListedDocument[], isFirst: boolean): LineRange[] {
  const ranges: LineRange[] = []
  let open: { ids: string[]; from: number; lines: number } = { ids: [], from: 0, lines: 0 }
  const roomLeft = () => (isFirst && ranges.length === 0 ? linesAtFirst : linesPerRange) - open.lines
  const close = (to: number, nextFrom: number) => {
    if (open.ids.length > 0) ranges.push({ ids: open.ids, from: open.from, to })
    open = { ids: [], from: nextFrom, lines: 0 }
  }
  for (const { id, lines } of documents) {
    let done = 0
    do {
      const taken = Math.min(lines - done, roomLeft())
      open.ids.push(id)
      open.lines += taken
      done += taken
      if (roomLeft() === 0) close(done, done < lines ? done : 0)
    } while (done < lines)
  }
  close(documents.at(-1)?.lines ?? 0, 0)
  return ranges
}
