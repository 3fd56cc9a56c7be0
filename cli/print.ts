import type { Column } from './command-table'

/** Values for people, a page as a table and an object as lines; for programs, as JSON. */

export const jsonText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

const plain = (value: unknown): string => {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (isMoney(value)) return `${value.amount} ${value.currency}`
  return typeof value === 'object' ? JSON.stringify(value) : withoutControls(String(value))
}

/** Text of others could move the cursor of a terminal or hide lines. */
const withoutControls = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ')

const isMoney = (value: unknown): value is { amount: string; currency: string } =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value

function valueAt(item: unknown, path: readonly string[]): unknown {
  let value = item
  for (const name of path) value = (value as Record<string, unknown> | null | undefined)?.[name]
  return value
}

/** A line for each item under a line of titles; columns that are empty in every line are left out. */
export function table(items: readonly unknown[], columns: readonly Column[]): string {
  if (items.length === 0) return 'Nothing found.\n'
  const filled = columns.filter(({ path }) => items.some((item) => (valueAt(item, path) ?? '') !== ''))
  const lines = [
    filled.map(({ title }) => title),
    ...items.map((item) => filled.map(({ path }) => plain(valueAt(item, path)))),
  ]
  const widths = filled.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)))
  return lines
    .map(
      (line) =>
        `${line
          .map((text, index) => text.padEnd(widths[index] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** `name: value` lines, those of inner objects indented. */
export function lines(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.every((each) => typeof each !== 'object' || each === null))
      return `${indent}${value.map(plain).join(', ') || '–'}\n`
    return value.map((each) => lines(each, `${indent}  `).replace(`${indent}  `, `${indent}- `)).join('')
  }
  if (typeof value !== 'object' || value === null || isMoney(value)) return `${indent}${plain(value)}\n`
  return Object.entries(value)
    .map(([name, each]) => {
      const isInner = typeof each === 'object' && each !== null && !isMoney(each)
      if (!isInner || Object.keys(each).length === 0)
        return `${indent}${name}: ${isInner ? '–' : plain(each)}\n`
      const isFlat = Array.isArray(each) && each.every((one) => typeof one !== 'object' || one === null)
      return isFlat
        ? `${indent}${name}: ${each.map(plain).join(', ')}\n`
        : `${indent}${name}:\n${lines(each, `${indent}  `)}`
    })
    .join('')
}
