import { describe, expect, test } from 'vitest'
import { hostsToCsv } from './hosts-to-csv'
import { parseCsv } from './parse-csv'
import { type Known, planImport } from './plan-import'
import { readHostLines } from './read-host-lines'

test.each([
  [
    'a;b\n1;2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    '\ufeffa;b\n\n 1 ; 2 \n;\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a;b\n"x;""y""\nz";2',
    [
      ['a', 'b'],
      ['x;"y"\nz', '2'],
    ],
  ],
  [
    "a;b\n'=1+1;'abc",
    [
      ['a', 'b'],
      ['=1+1', "'abc"],
    ],
  ],
  [
    'a\tb\n1\t2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['a;b\n"open;2', null],
])('%j contains %j', (text, cells) => {
  expect(parseCsv(text)?.map((row) => row.cells) ?? null).toEqual(cells)
})

test('a row has the number of the line on which it begins', () => {
  expect(parseCsv('a;b\n"1\n1";2\n\n3;4')?.map((row) => row.line)).toEqual([1, 2, 5])
})

const header = 'zone;site;room;rack;unit;name;generation;vcpu;memory_mib;disk_gib;labels'
const line = (over: Partial<Record<string, string>> = {}) => {
  const cells = {
    zone: 'PAR1',
    site: 'Paris-Nord',
    room: 'B1',
    rack: '01',
    unit: '4',
    name: 'par1-new-1',
    generation: 'G4, 2026',
    vcpu: '64',
    memory_mib: '524 288',
    disk_gib: '16000',
    labels: 'gpu=no, disk=nvme',
    ...over,
  }
  return header
    .split(';')
    .map((column) => cells[column as keyof typeof cells])
    .join(';')
}

describe('a list of hosts', () => {
  test('contains all facts of a host, with defaults for optional ones', () => {
    const { lines, errors } = readHostLines(`${header}\n${line()}`)
    expect(errors).toEqual([])
    expect(lines).toMatchObject([
      {
        line: 2,
        zone: 'PAR1',
        rack: '01',
        host: {
          name: 'par1-new-1',
          rackUnit: 4,
          heightUnits: 1,
          vcpuOvercommitPercent: 400,
          vcpuReserved: 0,
          memoryMibPhysical: 524_288,
          labels: { gpu: 'no', disk: 'nvme' },
        },
      },
    ])
  })

  test.each([
    ['', null, 'csv_empty'],
    [header, null, 'csv_empty'],
    [`${header};colour\n${line()};red`, null, 'csv_unknown_column'],
    [`${header};name\n${line()};x`, null, 'csv_column_twice'],
    ['zone;site\nPAR1;x', null, 'csv_missing_column'],
    [`${header}\n${line()};one more`, null, 'csv_cells'],
    [`${header}\n"${line()}`, null, 'csv_quote'],
    [`${header}\n${line({ name: 'Not A Name' })}`, 'name', 'host_name'],
    [`${header}\n${line({ vcpu: 'many' })}`, 'vcpu', 'whole_number'],
    [`${header}\n${line({ vcpu: '-4' })}`, 'vcpu', 'whole_number'],
    [`${header}\n${line({ vcpu: '0' })}`, 'vcpu', 'too_small'],
    [`${header}\n${line({ unit: '61' })}`, 'unit', 'too_big'],
    [`${header}\n${line({ labels: 'gpu' })}`, 'labels', 'label_line'],
    [`${header}\n${line({ room: '' })}`, 'room', 'required'],
    [`${header}\n${line()}\n${line()}`, 'name', 'csv_name_twice'],
  ])('%j is rejected on %s because of %s', (csv, column, reason) => {
    expect(readHostLines(csv).errors[0]).toMatchObject({ column, reason })
  })
})

const base = {
  generation: 'G4, 2026',
  rackUnit: 4,
  heightUnits: 1,
  labels: { gpu: 'no', disk: 'nvme' },
  vcpuPhysical: 64,
  vcpuOvercommitPercent: 400,
  vcpuReserved: 0,
  vcpuFree: 200,
  memoryMibPhysical: 524_288,
  memoryMibReserved: 0,
  memoryMibFree: 524_288,
  diskGibPhysical: 16_000,
  diskGibReserved: 0,
  diskGibFree: 16_000,
}
const known = (host: object = {}): Known => ({
  rooms: [
    { id: 'roo_1', zoneId: 'zon_1', zone: 'PAR1', site: 'Paris-Nord', room: 'B1' },
    { id: 'roo_2', zoneId: 'zon_2', zone: 'LYS1', site: 'Lyon-Est', room: 'A1' },
  ],
  racks: [{ id: 'rac_1', roomId: 'roo_1', name: '01', units: 42 }],
  hosts: [
    { ...base, id: 'hst_1', name: 'par1-new-1', zone: 'PAR1', rackId: 'rac_1', state: 'in_service', ...host },
  ],
})
const planOf = (lines: string[], what: Known) =>
  planImport(readHostLines([header, ...lines].join('\n')).lines, what)

describe('the plan of an import', () => {
  test('is empty if everything is as written', () => {
    expect(planOf([line()], known())).toMatchObject({ hosts: [{ kind: 'same' }], newRacks: [], errors: [] })
  })

  test('changes what differs, and creates what is missing, including its rack', () => {
    const plan = planOf(
      [line({ vcpu: '96', labels: '' }), line({ name: 'par1-new-2', rack: '99', unit: '' })],
      known(),
    )
    expect(plan.errors).toEqual([])
    expect(plan.hosts).toMatchObject([
      { kind: 'change', fields: ['vcpuPhysical', 'labels'], rack: 'rac_1' },
      { kind: 'create', hostId: null, zoneId: 'zon_1' },
    ])
    expect(plan.newRacks).toMatchObject([{ roomId: 'roo_1', name: '99' }])
  })

  test.each([
    [line({ room: 'Z9' }), {}, 'room', 'csv_no_such_room'],
    [line(), { state: 'retired' }, 'name', 'host_retired'],
    [line({ zone: 'LYS1', site: 'Lyon-Est', room: 'A1' }), {}, 'zone', 'rack_other_zone'],
    [line({ vcpu: '13' }), {}, 'vcpu', 'below_claimed'],
    [line({ name: 'par1-new-2' }), {}, 'unit', 'unit_taken'],
    [line({ unit: '43' }), {}, 'unit', 'unit_outside'],
  ])('%s is rejected on %s %s because of %s', (text, host, column, reason) => {
    expect(planOf([text], known(host)).errors).toMatchObject([{ line: 2, column, reason }])
  })

  test('two hosts can swap positions, and two lines cannot take the same one', () => {
    const two = known()
    const other = {
      ...base,
      id: 'hst_2',
      name: 'par1-new-2',
      zone: 'PAR1',
      rackId: 'rac_1',
      state: 'in_service',
    }
    const both: Known = { ...two, hosts: [...two.hosts, { ...other, rackUnit: 5 }] }
    const swap = [line({ unit: '5' }), line({ name: 'par1-new-2', unit: '4' })]
    expect(planOf(swap, both).errors).toEqual([])
    const clash = [line({ unit: '5' }), line({ name: 'par1-new-2', unit: '5' })]
    expect(planOf(clash, both).errors).toMatchObject([{ line: 3, reason: 'unit_taken' }])
  })

  test('an export read again changes nothing, for any text', () => {
    const odd = { generation: '=G4; "2026"', labels: { note: 'a b' }, rackUnit: null }
    const [host] = known(odd).hosts
    if (!host) throw new Error('one host')
    const csv = hostsToCsv([{ ...host, site: 'Paris-Nord', room: 'B1', rack: '01' }])
    const read = readHostLines(csv)
    expect(read.errors).toEqual([])
    expect(planImport(read.lines, known(odd))).toMatchObject({ hosts: [{ kind: 'same' }], errors: [] })
  })
})
