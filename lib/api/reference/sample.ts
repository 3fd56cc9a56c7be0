import { type JsonSchema, resolved, type Schemas, withoutNull } from './json-schema'

/** Sample texts by the name of their field, where the schema alone would draw a poor one. */
const byName: Readonly<Record<string, unknown>> = {
  name: 'web',
  email: 'it@example.org',
  url: 'https://hooks.example.org/andromede',
  text: 'The server does not answer since 9:00.',
  subject: 'The server does not answer',
  month: '2026-11',
  period: '2026-11',
  publicKey:
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH admin@example.org',
  userData: '#cloud-config\npackages: [nginx]\n',
  reason: 'New project',
  cidr: '10.20.0.0/24',
  domain: 'www.example.org',
  domains: ['www.example.org'],
  tags: { env: 'prod' },
  key: 'env',
  value: 'prod',
  hour: 3,
  quantity: 1,
  port: 443,
  zone: 'paris-1',
  ceiling: '12000.00',
  from: '5000.00',
  startsOn: '2026-12-01',
  endsOn: '2026-12-31',
  contentHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  path: '/health',
  reference: 'MANDATE-0042',
  acceptedCents: '12000',
  countryCode: 'FR',
  line1: '12 rue de la République',
  postcode: '69001',
  city: 'Lyon',
  contactName: 'Camille Martin',
  legalName: 'Example SAS',
  legalFormLabel: 'SAS',
  serverPort: 8080,
  intervalSeconds: 10,
  rise: 2,
  fall: 3,
}

const idBody = '01kade29vz83bansf5jnz277j3'

/** A value that the schema allows, with required fields alone; of several choices the first. Pure. */
export function sampleOf(given: JsonSchema, schemas: Schemas, name = ''): unknown {
  const { schema } = withoutNull(resolved(withoutNull(given).schema, schemas))
  if (schema.$ref) return sampleOf(schema, schemas, name)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = (schema.anyOf ?? schema.oneOf)?.[0]
  if (choice) return sampleOf({ ...choice }, schemas, name)
  if (schema.properties || schema.type === 'object') return sampleObject(schema, schemas, name)
  if (name in byName && !schema.items && !schema.format) return byName[name]
  if (schema.items)
    return [byName[name.replace(/s$/, '')] ?? sampleOf(schema.items, schemas, name.replace(/s$/, ''))]
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 1, 1)
  if (schema.type === 'boolean') return true
  return sampleText(schema, name)
}

function sampleObject(schema: JsonSchema, schemas: Schemas, name: string): unknown {
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0) return byName[name] ?? {}
  const required = new Set(schema.required)
  const shown = properties.filter(([field, each]) => required.has(field) && each.default === undefined)
  const [first] = properties
  return Object.fromEntries(
    (shown.length > 0 || !first ? shown : [first]).map(([field, each]) => [
      field,
      sampleOf(each, schemas, field),
    ]),
  )
}

function sampleText({ pattern, format, minLength = 0 }: JsonSchema, name: string): string {
  const id = /^\^([a-z]{3}_)\[/.exec(pattern ?? '')?.[1]
  if (id) return `${id}${idBody}`
  if (format === 'date-time') return '2026-12-01T08:00:00Z'
  if (format === 'date') return '2026-12-01'
  if (/email/i.test(name)) return 'it@example.org'
  return 'example'.padEnd(minLength, 'x')
}
