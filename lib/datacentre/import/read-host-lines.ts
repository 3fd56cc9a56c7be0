import { hostFacts } from '../hosts/schema'
import { textToLabels } from '../places/labels'
import { columnDefaults, type HostColumn, hostColumns } from './host-columns'
import { parseCsv } from './parse-csv'

export type HostFacts = {
  name: string
  generation: string
  rackUnit: number | null
  heightUnits: number
  labels: Record<string, string>
  vcpuPhysical: number
  vcpuOvercommitPercent: number
  vcpuReserved: number
  memoryMibPhysical: number
  memoryMibReserved: number
  diskGibPhysical: number
  diskGibReserved: number
}
export type HostLine = {
  line: number
  zone: string
  site: string
  room: string
  rack: string
  host: HostFacts
}
export type LineError = {
  line: number
  column: HostColumn | null
  reason: string
  params?: Record<string, string>
}

export const linesMax = 2_000
const columnOf: Record<string, HostColumn> = {
  name: 'name',
  generation: 'generation',
  rackUnit: 'unit',
  heightUnits: 'height',
  labels: 'labels',
  vcpuPhysical: 'vcpu',
  vcpuOvercommitPercent: 'vcpu_overcommit_percent',
  vcpuReserved: 'vcpu_reserved',
  memoryMibPhysical: 'memory_mib',
  memoryMibReserved: 'memory_mib_reserved',
  diskGibPhysical: 'disk_gib',
  diskGibReserved: 'disk_gib_reserved',
}

/** Parses each line to a host, or to its errors. Pure. */
export function readHostLines(csv: string): { lines: HostLine[]; errors: LineError[] } {
  const rows = parseCsv(csv)
  if (!rows) return { lines: [], errors: [{ line: 1, column: null, reason: 'csv_quote' }] }
  const [header, ...body] = rows
  if (!header) return { lines: [], errors: [{ line: 1, column: null, reason: 'csv_empty' }] }
  const columns = header.cells.map((cell) => cell.toLowerCase())
  const wrong = checkHeader(columns)
  if (wrong.length > 0) return { lines: [], errors: wrong }
  if (body.length === 0) return { lines: [], errors: [{ line: 1, column: null, reason: 'csv_empty' }] }
  if (body.length > linesMax) {
    const error = {
      line: linesMax + 2,
      column: null,
      reason: 'csv_too_long',
      params: { max: String(linesMax) },
    }
    return { lines: [], errors: [error] }
  }
  const read = body.map(({ line, cells }) => readLine(line, columns, cells))
  const lines = read.flatMap((each) => ('host' in each ? [each] : []))
  return { lines, errors: [...read.flatMap((each) => ('host' in each ? [] : each.errors)), ...twice(lines)] }
}

function checkHeader(columns: readonly string[]): LineError[] {
  const known: readonly string[] = hostColumns
  const error = (reason: string, column: string) => ({ line: 1, column: null, reason, params: { column } })
  return [
    ...columns
      .filter((column) => !known.includes(column))
      .map((column) => error('csv_unknown_column', column)),
    ...columns
      .filter((column, index) => columns.indexOf(column) !== index)
      .map((column) => error('csv_column_twice', column)),
    ...hostColumns
      .filter((column) => !columns.includes(column) && columnDefaults[column] === undefined)
      .map((column) => error('csv_missing_column', column)),
  ]
}

function readLine(
  line: number,
  columns: readonly string[],
  cells: readonly string[],
): HostLine | { errors: LineError[] } {
  if (cells.length > columns.length) return { errors: [{ line, column: null, reason: 'csv_cells' }] }
  const value = (column: HostColumn) => cells[columns.indexOf(column)] || (columnDefaults[column] ?? '')
  const labels = textToLabels(
    value('labels')
      .split(/\s*,\s*/)
      .join('\n'),
  )
  const places = ['zone', 'site', 'room', 'rack'] as const
  const errors: LineError[] = places
    .filter((column) => value(column) === '')
    .map((column) => ({ line, column, reason: 'required' }))
  if (!labels) errors.push({ line, column: 'labels', reason: 'label_line' })
  const parsed = hostFacts.safeParse({
    name: value('name'),
    generation: value('generation'),
    rackUnit: value('unit') === '' ? null : toNumber(value('unit')),
    heightUnits: toNumber(value('height')),
    labels: labels ?? {},
    vcpuPhysical: toNumber(value('vcpu')),
    vcpuOvercommitPercent: toNumber(value('vcpu_overcommit_percent')),
    vcpuReserved: toNumber(value('vcpu_reserved')),
    memoryMibPhysical: toNumber(value('memory_mib')),
    memoryMibReserved: toNumber(value('memory_mib_reserved')),
    diskGibPhysical: toNumber(value('disk_gib')),
    diskGibReserved: toNumber(value('disk_gib_reserved')),
  })
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const column = columnOf[String(issue.path[0])] ?? null
      errors.push({ line, column, reason: reasonOf(issue) })
    }
  }
  if (errors.length > 0 || !parsed.success) return { errors }
  const [zone, site, room, rack] = places.map(value) as [string, string, string, string]
  return { line, zone, site, room, rack, host: parsed.data }
}

/** Parses whole numbers as people write them; anything else is NaN. */
function toNumber(text: string): number {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '')
  return /^\d+$/.test(plain) ? Number(plain) : Number.NaN
}

/** Custom messages are our reason codes; zod's own messages are not. */
function reasonOf(issue: { code: string; message: string }): string {
  return /^[a-z_]+$/.test(issue.message)
    ? issue.message
    : issue.code === 'invalid_type'
      ? 'whole_number'
      : issue.code
}

function twice(lines: readonly HostLine[]): LineError[] {
  const firstLine = new Map<string, number>()
  return lines.flatMap(({ line, host: { name } }) => {
    const first = firstLine.get(name)
    if (first === undefined) firstLine.set(name, line)
    return first === undefined
      ? []
      : [{ line, column: 'name' as const, reason: 'csv_name_twice', params: { first: String(first) } }]
  })
}
