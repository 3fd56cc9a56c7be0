import type { LineRange, ListedDocument } from './queries/document-rows'

const linesPerRange = 5_000
/** A small first range, so that the file starts at once. */
const firstRangeLines = 250
/**
 * A text of more lines exceeds PostgreSQL's memory blocks, so each one would be requested from the operating system.
 */
const linesPerPart = 250

/** Divides the lines of documents into contiguous ranges of bounded size. Pure. */
export function planRanges(
  documents: readonly ListedDocument[],
  isFirst: boolean,
  linesMax = linesPerRange,
): LineRange[][] {
  const ranges: LineRange[][] = []
  let open: LineRange[] = []
  let roomLeft = isFirst ? Math.min(firstRangeLines, linesMax) : linesMax
  const close = () => {
    if (open.length > 0) ranges.push(open)
    open = []
    roomLeft = linesMax
  }
  for (const { id, lines } of documents)
    for (let from = 0; from < lines; ) {
      const to = Math.min(lines, from + Math.min(linesPerPart, roomLeft))
      open.push({ id, from, to })
      roomLeft -= to - from
      from = to
      if (roomLeft === 0) close()
    }
  close()
  return ranges
}
