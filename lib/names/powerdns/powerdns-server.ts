import { z } from 'zod'
import { boundedText } from '~/lib/kernel/text/bounded-text'
import { DnsError, type DnsServer, type RecordSet } from '../port/dns-server'

export type PowerDnsSettings = { baseUrl: string; key: string; timeoutMs: number }

const answerBytesMax = 32 * 1024 * 1024
/** The account of our comments; their content is the mark. */
const account = 'andromede'
/** Types whose contents are host names, which the server wants with their last dot. */
const hostTypes: readonly string[] = ['CNAME', 'NS', 'PTR']

const rrset = z.object({
  name: z.string(),
  type: z.string(),
  ttl: z.number(),
  records: z.array(z.object({ content: z.string() })),
  comments: z.array(z.object({ content: z.string(), account: z.string() })).default([]),
})
const zone = z.object({ rrsets: z.array(rrset) })
const zoneList = z.array(z.object({ name: z.string() }))
const refusal = z.object({ error: z.string() })

const absolute = (name: string) => `${name}.`
const relative = (name: string) => name.replace(/\.$/, '').toLowerCase()

/** PowerDNS over the HTTP API of its authoritative server. Limits time and size; follows no redirect. */
export function powerDnsServer({ baseUrl, key, timeoutMs }: PowerDnsSettings): DnsServer {
  const root = `${baseUrl.replace(/\/$/, '')}/api/v1/servers/localhost/zones`
  const call = async (path: string, init: RequestInit = {}) => {
    const { status, text } = await fetch(`${root}${path}`, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': key },
    })
      .then(async (response) => ({
        status: response.status,
        text: await boundedText(response, answerBytesMax),
      }))
      .catch((error: unknown) => {
        throw new DnsError('unreachable', messageOf(error), error)
      })
    if (status === 401 || status === 403) throw new DnsError('denied', `status ${status}`)
    if (status >= 500) throw new DnsError('unreachable', reasonOf(text, status))
    return { status, text }
  }
  const idOf = (name: string) => `/${encodeURIComponent(absolute(name))}`
  return {
    async ensureZone(name, nameServers) {
      const body = {
        name: absolute(name),
        kind: 'Primary',
        nameservers: nameServers.map(absolute),
        soa_edit_api: 'INCREASE',
      }
      const { status, text } = await call('', { method: 'POST', body: JSON.stringify(body) })
      if (status !== 201 && status !== 409) throw new DnsError('rejected', reasonOf(text, status))
    },
    async listZones() {
      const { text } = await call('')
      return read(zoneList, text).map((each) => relative(each.name))
    },
    async replaceRecords(name, records) {
      if (records.length === 0) return
      const rrsets = records.map(({ name: own, type, ttl, contents, mark }) => ({
        name: absolute(own),
        type,
        ttl,
        changetype: contents.length > 0 ? 'REPLACE' : 'DELETE',
        records: contents.map((content) => ({
          content: hostTypes.includes(type) ? absolute(content) : content,
          disabled: false,
        })),
        comments: mark === null || contents.length === 0 ? [] : [{ content: mark, account }],
      }))
      const { status, text } = await call(idOf(name), { method: 'PATCH', body: JSON.stringify({ rrsets }) })
      if (status === 404) throw new DnsError('no_zone', reasonOf(text, status))
      if (status !== 204) throw new DnsError('rejected', reasonOf(text, status))
    },
    async listRecords(name, own) {
      const only = own === undefined ? '' : `?rrset_name=${encodeURIComponent(absolute(own))}`
      const { status, text } = await call(`${idOf(name)}${only}`)
      if (status === 404) return []
      if (status !== 200) throw new DnsError('rejected', reasonOf(text, status))
      const found = read(zone, text).rrsets.map(fromRrset)
      // An older server ignores the filter.
      return own === undefined ? found : found.filter((each) => each.name === own)
    },
    async deleteZone(name) {
      const { status, text } = await call(idOf(name), { method: 'DELETE' })
      if (status !== 204 && status !== 404) throw new DnsError('rejected', reasonOf(text, status))
    },
    close: async () => undefined,
  }
}

function fromRrset({ name, type, ttl, records, comments }: z.output<typeof rrset>): RecordSet {
  return {
    name: relative(name),
    type,
    ttl,
    contents: records.map(({ content }) => (hostTypes.includes(type) ? relative(content) : content)).sort(),
    mark: comments.find((comment) => comment.account === account)?.content ?? null,
  }
}

function read<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw new DnsError('unreachable', 'not an answer of PowerDNS', error)
  }
}

function reasonOf(text: string, status: number): string {
  try {
    return refusal.parse(JSON.parse(text)).error.slice(0, 300)
  } catch {
    return `status ${status}`
  }
}

function messageOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return (cause instanceof Error ? cause.message : String(error)).slice(0, 300)
}
