import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { type NameFact, type NameFacts, recordKey } from './facts'
import { type PlannedRecord, planRecords } from './plan-records'
import { type NamedServer, planServerNames } from './plan-server-names'
import { wantedRecords } from './wanted-records'

const projects = [newId('project'), newId('project')]
const organisations = [newId('organisation'), newId('organisation')]
const instances = Array.from({ length: 6 }, () => newId('instance'))
const addresses = Array.from({ length: 6 }, () => newId('publicAddress'))
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T
const textOf = (index: number) => `198.51.100.${index + 1}`

/** A name that a customer chose for the address of this index: in the zone of its project, or elsewhere. */
function chosenName(chosen: [label: string, isOutside: boolean] | null, index: number): string | null {
  if (chosen === null) return null
  const [label, isOutside] = chosen
  return isOutside ? `${label}.elsewhere.example` : `${label}.project-${index % 2}.cloud.example`
}

/** Servers, addresses and names of two customers, in any state. */
const facts = fc
  .record({
    targets: fc.array(fc.option(fc.nat({ max: 5 }), { nil: null }), { minLength: 6, maxLength: 6 }),
    names: fc.uniqueArray(
      fc.record({
        label: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
        kind: fc.constantFrom('server' as const, 'address' as const, 'alias' as const),
        target: fc.nat({ max: 5 }),
        isOutside: fc.boolean(),
      }),
      { selector: ({ label }) => label, maxLength: 7 },
    ),
    reverse: fc.array(fc.tuple(fc.nat({ max: 5 }), fc.constantFrom('a', 'b', 'z'), fc.boolean()), {
      maxLength: 4,
    }),
    held6: fc.uniqueArray(fc.nat({ max: 5 })),
    reverse6: fc.array(fc.option(fc.tuple(fc.constantFrom('a', 'b', 'z'), fc.boolean()), { nil: null }), {
      minLength: 6,
      maxLength: 6,
    }),
    isOn: fc.boolean(),
  })
  .map(({ targets, names, reverse, held6, reverse6, isOn }): NameFacts => {
    const ids = names.map(() => newId('name'))
    const seen = new Set<number>()
    return {
      service: { domain: 'cloud.example', nameServers: ['ns2.example', 'ns1.example'], isOn },
      zones: projects.map((projectId, index) => ({
        projectId,
        organisationId: at(organisations, index),
        label: `project-${index}`,
      })),
      addresses: targets.map((target, index) => ({
        id: at(addresses, index),
        organisationId: at(organisations, index),
        projectId: at(projects, index),
        address: textOf(index),
        instanceId: target === null || target % 2 !== index % 2 ? null : at(instances, target),
      })),
      addresses6: held6.map((index) => ({
        organisationId: at(organisations, index),
        projectId: at(projects, index),
        address: `2001:db8:100::${index + 10}`,
        instanceId: at(instances, index),
        rangeBits: 48,
        chosen: chosenName(reverse6[index] ?? null, index),
      })),
      names: names.flatMap(({ label, kind, target, isOutside }, index): NameFact[] => {
        if (kind === 'server') {
          if (seen.has(target)) return []
          seen.add(target)
        }
        return [
          {
            id: ids[index] ?? newId('name'),
            projectId: at(projects, target),
            label,
            wantedLabel: kind === 'server' ? label : null,
            kind,
            instanceId: kind === 'server' ? at(instances, target) : null,
            addressId: kind === 'address' ? at(addresses, target) : null,
            targetNameId: kind === 'alias' && !isOutside ? (ids[target] ?? null) : null,
            targetHost: kind === 'alias' && isOutside ? 'www.elsewhere.example' : null,
          },
        ]
      }),
      reverseNames: new Map(
        reverse.flatMap(([index, ...chosen]) => {
          const name = chosenName(chosen, index)
          return name === null ? [] : [[at(addresses, index) as string, name]]
        }),
      ),
    }
  })

/** DNS allows no other record set with the name of an alias. */
const isValid = (keys: readonly string[]) =>
  keys.every((key) => {
    const [name, type] = key.split(' ')
    return type !== 'CNAME' || keys.filter((other) => other.startsWith(`${name} `)).length === 1
  })

test('names lead to addresses of their own customer only, reverse names to names that lead back, and aliases share no name', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const wanted = wantedRecords(given)
      if (!given.service.isOn) expect(wanted).toEqual([])
      const keys = wanted.map(recordKey)
      expect(new Set(keys).size).toBe(keys.length)
      expect(isValid(keys)).toBe(true)
      const owners = new Map(
        [...given.addresses, ...given.addresses6].map(({ address, organisationId }) => [
          address,
          organisationId,
        ]),
      )
      for (const { type, name, zone, contents, addresses: held, organisationId } of wanted) {
        expect(contents.length).toBeGreaterThan(0)
        expect(name === zone || name.endsWith(`.${zone}`)).toBe(true)
        for (const address of held) expect(owners.get(address)).toBe(organisationId)
        if (type === 'A' || type === 'AAAA') expect(held).toEqual(contents)
        if (type === 'AAAA') expect(contents.every((each) => each.includes(':'))).toBe(true)
        if (type === 'A') expect(contents.some((each) => each.includes(':'))).toBe(false)
        const [target = ''] = contents
        if (type === 'PTR' && target.endsWith('.cloud.example'))
          expect(
            wanted.flatMap((other) =>
              other.name === target && other.type !== 'CNAME' ? other.contents : [],
            ),
          ).toContain(held[0])
      }
    }),
  )
})

/** Applies a plan to rows, as the transaction does. */
function apply(
  rows: readonly PlannedRecord[],
  { added, changed }: ReturnType<typeof planRecords>,
): PlannedRecord[] {
  const byId = new Map(changed.map((change) => [change.id, change]))
  return [
    ...rows.map((row) => {
      const change = byId.get(row.id)
      return change ? { ...row, contents: change.contents, heldAddresses: change.heldAddresses } : row
    }),
    ...added.map(({ addresses: held, ...record }) => ({
      ...record,
      id: newId('nameRecord'),
      heldAddresses: held,
    })),
  ]
}

test('after any history of changes and writes, every address that the DNS server may lead to is held, and the DNS server ends with the wanted records', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(facts, fc.boolean()), { minLength: 1, maxLength: 6 }), (history) => {
      let rows: PlannedRecord[] = []
      /** What the DNS server has. */
      const published = new Map<string, string[]>()
      const write = () => {
        for (const row of rows) {
          if (row.contents.length === 0) published.delete(recordKey(row))
          else published.set(recordKey(row), row.contents)
        }
        rows = rows
          .filter(({ contents }) => contents.length > 0)
          .map((row) =>
            row.type === 'A' || row.type === 'AAAA' ? { ...row, heldAddresses: row.contents } : row,
          )
      }
      for (const [given, isWritten] of history) {
        rows = apply(rows, planRecords(wantedRecords(given), rows))
        const held = new Set(rows.flatMap(({ heldAddresses }) => heldAddresses))
        for (const [key, contents] of published)
          if (/ A(AAA)?$/.test(key)) for (const address of contents) expect(held.has(address)).toBe(true)
        if (isWritten) write()
      }
      const last = wantedRecords(history.at(-1)?.[0] as NameFacts)
      for (const _ of [1, 2]) {
        write()
        rows = apply(rows, planRecords(last, rows))
      }
      write()
      expect(planRecords(last, rows)).toEqual({ added: [], changed: [] })
      expect(new Map([...published].sort())).toEqual(
        new Map(last.map((record) => [recordKey(record), record.contents] as const).sort()),
      )
    }),
  )
})

test('a record set of another project is withdrawn before this project gets it', () => {
  const [theirs, ours] = [0, 1].map((index) => ({
    organisationId: at(organisations, index),
    projectId: at(projects, index),
    zone: '100.51.198.in-addr.arpa',
    name: '1.100.51.198.in-addr.arpa',
    type: 'PTR' as const,
    contents: [`web.project-${index}.cloud.example`],
    addresses: [textOf(0)],
  }))
  if (!theirs || !ours) throw new Error('two records')
  const id = newId('nameRecord')
  const row = { ...theirs, id, heldAddresses: theirs.addresses }
  expect(planRecords([ours], [row])).toMatchObject({ added: [], changed: [{ id, contents: [] }] })
  expect(planRecords([ours], [{ ...row, contents: [] }])).toEqual({ added: [], changed: [] })
  expect(planRecords([ours], [])).toEqual({ added: [ours], changed: [] })
})

const server = (index: number, name: string, hasAddress = true): NamedServer => ({
  id: at(instances, index),
  organisationId: at(organisations, 0),
  projectId: at(projects, 0),
  name,
  hasAddress,
})
/** The names after a plan was carried out. */
function settle(servers: readonly NamedServer[], names: readonly NameFact[]): NameFact[] {
  const plan = planServerNames(servers, names)
  const relabelled = new Map(plan.relabelled.map((each) => [each.id, each]))
  return [
    ...names
      .filter(({ id }) => !plan.ended.includes(id))
      .map((name) => ({ ...name, ...relabelled.get(name.id) })),
    ...plan.added.map(({ server: { id, projectId }, ...labels }) => ({
      id: newId('name'),
      projectId,
      ...labels,
      kind: 'server' as const,
      instanceId: id,
      addressId: null,
      targetNameId: null,
      targetHost: null,
    })),
  ]
}
const labelsOf = (names: readonly NameFact[]) =>
  Object.fromEntries(names.map(({ instanceId, label }) => [instances.indexOf(instanceId as never), label]))

test('the label follows the name of its server, and stays otherwise', () => {
  let names = settle([server(0, 'Web'), server(1, 'web'), server(2, 'db', false)], [])
  expect(labelsOf(names)).toEqual({ 0: 'web', 1: 'web-2' })
  names = settle([server(1, 'web'), server(2, 'db', false)], names)
  expect(labelsOf(names)).toEqual({ 1: 'web-2' })
  names = settle([server(1, 'web'), server(3, 'WEB')], names)
  expect(labelsOf(names)).toEqual({ 1: 'web-2', 3: 'web' })
  names = settle([server(1, 'db'), server(3, 'web', false)], names)
  expect(labelsOf(names)).toEqual({ 1: 'db', 3: 'web' })
})

test('labels of a project are unique after any history, and a second plan changes nothing', () => {
  const step = fc.array(
    fc.tuple(fc.nat({ max: 5 }), fc.constantFrom('web', 'WEB', 'web-2', 'db', 'é'), fc.boolean()),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      let names: NameFact[] = []
      for (const living of steps) {
        const servers = [
          ...new Map(living.map(([index, name, has]) => [index, server(index, name, has)])).values(),
        ]
        names = settle(servers, names)
        const labels = names.map(({ label }) => label)
        expect(new Set(labels).size).toBe(labels.length)
        expect(planServerNames(servers, names)).toEqual({ added: [], relabelled: [], ended: [] })
      }
    }),
  )
})
