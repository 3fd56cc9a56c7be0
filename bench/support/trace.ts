import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Size } from '../../lib/placement/packing/shapes.ts'

/** One server of a trace. Times in seconds from the start of the trace, `departs` excluded. */
export type TracedServer = {
  orderId: number
  size: Size
  arrives: number
  departs: number
}
export type Trace = { servers: TracedServer[]; startSeconds: number; endSeconds: number }

/** Memory is counted in quarters of a GB: the smallest size of the trace has three of them. */
export const memoryUnitsPerGb = 4
export const memoryMibPerUnit = 1_024 / memoryUnitsPerGb
const binSeconds = 300
const columns = 'vm,batch,arrive_s,flavor,vcpu,mem_gb,dur_bin,life_lo_s,life_hi_s,censored'

/**
 * Read a trace of server requests (columns as in the processed Azure Public Dataset V1). The trace gives a range for
 * each lifetime: the second within it comes from a hash of the server's number and `salt`. A server marked
 * `censored` ran until the window ended, so its lifetime is at least that long.
 */
export function readTrace(file: string, salt = 0): Trace {
  if (!existsSync(file)) throw new Error(`no trace at ${file}: give the path of a CSV with ${columns}`)
  const bytes = readFileSync(file)
  const [head, ...lines] = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString('utf8')
    .trim()
    .split('\n')
  if (head?.trim() !== columns)
    throw new Error(`${file} must have the columns ${columns}: lifetimes are needed`)
  const rows = lines.map((line) => line.split(','))
  const endSeconds = rows.reduce((latest, row) => Math.max(latest, Number(row[2])), 0) + binSeconds
  const servers = rows.map((row): TracedServer => {
    const arrives = Number(row[2])
    const least = row[9]?.trim() === '1' ? Math.max(Number(row[7]), endSeconds - arrives) : Number(row[7])
    const spread = Math.max(0, Number(row[8]) - least)
    const life = Math.max(1, Math.floor(least + hashed(Number(row[0]) + 1 + salt * 7_919) * spread))
    return {
      orderId: Number(row[1]),
      size: { vcpu: Number(row[4]), memory: Math.ceil(Number(row[5]) * memoryUnitsPerGb) },
      arrives,
      departs: arrives + life,
    }
  })
  servers.sort((a, b) => a.arrives - b.arrives)
  return { servers, startSeconds: servers[0]?.arrives ?? 0, endSeconds }
}

/** The servers that arrive between two hours of the trace; the fleet is empty when the part begins. */
export function partOf(trace: Trace, fromHour: number, toHour: number): Trace {
  const startSeconds = trace.startSeconds + fromHour * 3_600
  const endSeconds = Math.min(trace.endSeconds, trace.startSeconds + toHour * 3_600)
  const servers = trace.servers.filter(({ arrives }) => arrives >= startSeconds && arrives < endSeconds)
  return { servers, startSeconds, endSeconds }
}

/** A number in [0, 1) determined by an integer. */
export function hashed(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296
}
