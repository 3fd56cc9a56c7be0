import { beforeAll, describe, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId, toId } from '~/lib/kernel/ids'
import { changeHostState } from '../hosts/change-host-state'
import { getHost } from '../hosts/get-host'
import { makeZone, type TestZone } from '../testing/datacenter'
import { exportHosts } from './export-hosts'
import { getImportGuide } from './get-import-guide'
import { importHosts } from './import-hosts'
import { previewImport } from './preview-import'

const staff = staffTestContext(newId('staff'), ['capacity'])
const auditor = staffTestContext(newId('staff'), ['auditor'])

describe('importing hosts', () => {
  const { sql } = useTestDatabase()
  let zone: TestZone
  const place = { code: '', site: '' }
  const header =
    'zone;site;room;rack;unit;name;generation;vcpu;vcpu_overcommit_percent;memory_mib;disk_gib;labels'

  beforeAll(async () => {
    zone = await makeZone({ count: 2, vcpu: 8 })
    const shown = await getHost(staff, zone.hostIds[0] ?? '')
    Object.assign(place, { code: shown.place.zoneCode, site: shown.place.site })
  })

  const line = (
    name: string,
    over: { rack?: string; unit?: string; vcpu?: string; labels?: string } = {},
  ) => {
    const { rack = '01', unit = '', vcpu = '8', labels = '' } = over
    return [place.code, place.site, 'A1', rack, unit, name, 'G3', vcpu, '100', '32768', '800', labels].join(
      ';',
    )
  }
  const list = (...lines: string[]) => ({ csv: [header, ...lines].join('\n') })
  const nameOf = async (index: number) => (await getHost(staff, zone.hostIds[index] ?? '')).host.name
  const events = async (event: string) =>
    (await sql<{ details: object }[]>`select details from audit_events where event = ${event}`).length

  test('the import does what the preview shows, with hosts and racks in one transaction', async () => {
    const changed = await nameOf(0)
    const input = list(
      line(changed, { unit: '7', labels: 'gpu=a100' }),
      line(await nameOf(1)),
      line('imported-1', { rack: 'N1', unit: '3' }),
    )
    const preview = await previewImport(staff, input)
    expect(preview).toMatchObject({
      created: [{ line: 4, name: 'imported-1', room: 'A1', rack: 'N1', vcpu: 8, memoryMib: 32_768 }],
      changed: [
        {
          line: 2,
          name: changed,
          changes: [
            { column: 'unit', from: '', to: '7' },
            { column: 'labels', from: '', to: 'gpu=a100' },
          ],
        },
      ],
      same: 1,
      newRacks: ['N1'],
      errors: [],
    })
    const before = await events('host.registered')
    expect(await importHosts(staff, input)).toEqual({ created: 1, changed: 1 })
    expect((await getHost(staff, zone.hostIds[0] ?? '')).host).toMatchObject({
      rackUnit: 7,
      labels: { gpu: 'a100' },
    })
    expect(await events('host.registered')).toBe(before + 1)
    expect(await events('host.changed')).toBe(1)

    expect(await importHosts(staff, input)).toEqual({ created: 0, changed: 0 })
    expect(await events('host.changed')).toBe(1)
  })

  test('one invalid line prevents the whole import', async () => {
    const input = list(line('imported-2'), line('imported-3', { unit: '99' }))
    expect((await previewImport(staff, input)).errors).toEqual([
      { line: 3, column: 'unit', reason: 'too_big' },
    ])
    await expect(importHosts(staff, input)).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'csv',
      params: { reason: 'csv_line', line: '3' },
    })
    expect(await sql`select id from hosts where name = 'imported-2'`).toEqual([])
  })

  test('an export imported again changes nothing; retired hosts are left out', async () => {
    const { csv } = await exportHosts(auditor)
    expect(await importHosts(staff, { csv })).toEqual({ created: 0, changed: 0 })
    const [row] = await sql<{ id: string }[]>`select id from hosts where name = 'imported-1'`
    const hostId = toId('host', row?.id ?? '')
    const reason = 'Fin de vie'
    await changeHostState(staff, { hostId, to: 'cordoned', reason })
    await changeHostState(staff, { hostId, to: 'retired', reason })
    expect((await exportHosts(auditor)).csv).not.toContain('imported-1')
    expect((await previewImport(staff, list(line('imported-1')))).errors).toMatchObject([
      { column: 'name', reason: 'host_retired' },
    ])
  })

  test('the guide lists the rooms', async () => {
    const guide = await getImportGuide(staff)
    expect(guide.rooms).toContainEqual({
      zone: place.code,
      site: place.site,
      room: 'A1',
      racks: 2,
      hosts: 2,
    })
    expect(guide.columns[0]).toEqual({ name: 'zone', isRequired: true, standard: '' })
  })

  test('read access allows neither preview nor import', async () => {
    for (const use of [previewImport, importHosts])
      await expect(use(auditor, list(line('imported-4')))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(getImportGuide(auditor)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
