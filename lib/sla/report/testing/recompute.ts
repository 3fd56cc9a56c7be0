/**
 * Recomputes each resource's availability from the exported file alone. It shares no code with the product, so that it
 * cannot share its errors; it counts between boundaries instead of merging intervals.
 */
export type Recomputed = {
  resource: string
  ppm: number | null
  stated: number | null
  sums: Record<string, number>
}

export function recompute(file: string): Recomputed[] {
  const [head, ...lines] = parse(file.replace(/^\ufeff/, ''))
  const read = lines.map((line) => Object.fromEntries((head ?? []).map((name, at) => [name, line[at] ?? ''])))
  const resources = [...new Set(read.map((row) => row.resource ?? ''))].filter((id) => id !== '')
  return resources.map((resource) => {
    const rows = read.filter((row) => row.resource === resource)
    const of = (record: string) => rows.filter((row) => row.record === record)
    const window = of('window')[0]
    const [start, end] = [Date.parse(window?.from ?? ''), Date.parse(window?.to ?? '')]
    const vantages = of('vantage').map(({ vantage }) =>
      of('transition')
        .filter((row) => row.vantage === vantage)
        .map((row) => ({ at: Date.parse(row.from ?? ''), state: row.state ?? '' })),
    )
    const left = of('exclusion').map((row) => [Date.parse(row.from ?? ''), Date.parse(row.to ?? '')] as const)
    const edges = [start, end, ...vantages.flat().map(({ at }) => at), ...left.flat()]
    const points = [...new Set(edges)].filter((at) => at >= start && at <= end).sort((a, b) => a - b)
    const sums: Record<string, number> = { up: 0, down: 0, unknown: 0, excluded: 0 }
    for (let index = 0; index + 1 < points.length; index += 1) {
      const [from, to] = [points[index] ?? 0, points[index + 1] ?? 0]
      const states = vantages.map((list) => list.filter(({ at }) => at <= from).at(-1)?.state ?? 'unknown')
      const isLeftOut = left.some(([a, b]) => a <= from && to <= b)
      const isDown = states.length > 0 && states.every((state) => state === 'down')
      const state = isLeftOut ? 'excluded' : states.includes('up') ? 'up' : isDown ? 'down' : 'unknown'
      sums[state] = (sums[state] ?? 0) + to - from
    }
    const measured = (sums.up ?? 0) + (sums.down ?? 0)
    const ppm = measured === 0 ? null : Number((BigInt(sums.up ?? 0) * 1_000_000n) / BigInt(measured))
    const stated = of('result').find(({ measure }) => measure === 'availability_ppm')?.value ?? ''
    return { resource, ppm, stated: stated === 'unknown' ? null : Number(stated), sums }
  })
}

/** Semicolons, doubled quotes inside quotes, CRLF line ends. */
function parse(text: string): string[][] {
  const lines: string[][] = []
  let [line, cell, isQuoted] = [[] as string[], '', false]
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (sign === '"') isQuoted = true
    else if (sign === ';') {
      line.push(cell)
      cell = ''
    } else if (sign === '\n') {
      lines.push([...line, cell.replace(/\r$/, '')])
      line = []
      cell = ''
    } else cell += sign
  }
  return lines
}
