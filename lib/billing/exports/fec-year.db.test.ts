import { beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeStaff } from '~/testing/staff'
import { importStatement } from '../payments/import-statement'
import { type Books, makeBooks } from '../payments/testing/books'
import { openExport, openOperatorExport, openSystemExport } from './open-export'
import { requestExport, requestOperatorExport } from './prepared-exports'
import { readOperatorExportOffer } from './read-offer'

const { sql } = useTestDatabase()
let books: Books
beforeAll(async () => {
  books = await makeBooks(sql)
  const [first] = books.organisations
  await books.issue(first, 'FAC-2026-000601', 12_000n)
  // The last day of the year is on a statement imported when the next year already has entries.
  const movements = [
    ['2027-01-02', '2027-01-02T09:00:00Z', 3_000n],
    ['2026-12-31', '2027-01-04T09:00:00Z', 4_000n],
  ] as const
  for (const [bookedOn, now, cents] of movements)
    await importStatement(
      books.accountant(new Date(now)),
      books.statementOf([{ bookedOn, valuedOn: bookedOn, cents, text: 'FAC-2026-000601' }]),
    )
})

const fec = { kind: 'fec', format: 'txt' } as const
const afterYears = new Date('2028-01-05T09:00:00Z')
const openedOf = (period: string, now = afterYears) =>
  openSystemExport(systemTestContext(now), { ...fec, period, organisationId: null })
async function fileOf(period: string, now = afterYears) {
  const opened = await openedOf(period, now)
  const chunks: Uint8Array[] = []
  for await (const chunk of opened.stream) chunks.push(chunk)
  const rows = Buffer.concat(chunks)
    .toString('utf8')
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split('\t'))
  return { name: opened.fileName, rows, text: (await opened.companion?.())?.text ?? '' }
}
const shown = ({ rows }: Awaited<ReturnType<typeof fileOf>>) =>
  rows.map((fields) => [fields[2], fields[3], fields[4], fields[11], fields[12], fields[15]])

test('a month or year without entries is marked as empty, because the administration refuses such a file', async () => {
  const empty = await Promise.all(['2025', '2026', '2026-08', '2027-01'].map((period) => openedOf(period)))
  expect(empty.map(({ isEmpty }) => isEmpty)).toEqual([true, false, true, false])
})

test('a year holds every entry dated in it, numbered without gaps in validation order', async () => {
  const file = await fileOf('2026')
  expect(file.name).toBe('799992144FEC20261231.txt')
  expect(shown(file)).toEqual([
    ['1', '20261003', '411000', '120,00', '0,00', expect.stringMatching(/^2026/)],
    ['1', '20261003', '706000', '0,00', '120,00', expect.stringMatching(/^2026/)],
    ['2', '20261231', '512000', '40,00', '0,00', '20270104'],
    ['2', '20261231', '411000', '0,00', '40,00', '20270104'],
  ])
  expect(file.text).toContain('Exercice 2026 entier')
  const next = await fileOf('2027')
  expect(shown(next).map(([number, day]) => [number, day])).toEqual([
    ['1', '20270102'],
    ['1', '20270102'],
  ])
  expect((await fileOf('2025')).rows).toEqual([])
})

test('numbers that two people explained after a restore are in the description of their year and its months', async () => {
  const [seller] = await sql<{ id: string }[]>`select id from selling_entities where is_default`
  const [one, two] = [await makeStaff(sql, ['accountant']), await makeStaff(sql, ['accountant'])]
  const add = (
    id: string,
    series: string,
    fromNumber: number,
    isConfirmed: boolean,
    toNumber = fromNumber + 2,
  ) => sql`
    insert into number_jumps (id, selling_entity_id, series, from_number, to_number, reason, reference, proposed_by_staff_id,
      proposed_at, confirmed_by_staff_id, confirmed_at)
    values (${id}, ${seller?.id ?? ''}, ${series}, ${fromNumber}, ${toNumber}, 'Panne du 3 octobre', 'Archive 12.',
      ${one.staffId}, '2026-10-04', ${isConfirmed ? two.staffId : null}, ${isConfirmed ? '2026-10-05' : null})`
  await add('njp_1', 'FAC-2026', 602, true)
  await add('njp_4', 'FAC-2026', 610, true, 610)
  await add('njp_2', 'AVO-2026', 5, false)
  await add('njp_3', 'order-2026', 7, true)
  const explained = (numbers: string) =>
    `Pièces FAC-2026, ${numbers} : émises avant une restauration de la base de données et absentes de ce fichier. Raison : Panne du 3 octobre. Pièces conservées : Archive 12. Confirmé par deux personnes le 5 octobre 2026.`
  for (const period of ['2026', '2026-12']) {
    const lines = (await fileOf(period)).text.split('\r\n')
    expect(lines.filter((line) => line.startsWith('Pièces '))).toEqual([
      explained('numéros 602 à 604'),
      explained('numéro 610'),
    ])
  }
  expect((await fileOf('2027')).text).not.toContain('Pièces FAC')
  await sql`delete from number_jumps`
})

test('a month holds the entries validated in it, under their ledger numbers', async () => {
  const file = await fileOf('2027-01')
  expect(shown(file).map(([number, day]) => [number, day])).toEqual([
    ['2', '20270102'],
    ['2', '20270102'],
    ['3', '20261231'],
    ['3', '20261231'],
  ])
  expect(file.text).toContain('écritures du mois de janvier 2027')
})

test('an unfinished year or month is marked as provisional', async () => {
  const lastSecond = new Date('2026-12-31T22:59:59Z')
  const year = await fileOf('2026', lastSecond)
  expect(year.name).toBe('799992144FEC-provisoire-20261231.txt')
  expect(year.text).toContain(
    'PROVISOIRE : établi le 31 décembre 2026. Des écritures de l’exercice 2026 peuvent être validées jusqu’au 31 mars 2027',
  )
  const month = await fileOf('2026-12', lastSecond)
  expect(month.name).toBe('799992144FEC-extrait-provisoire-202612-20261231.txt')
  expect(month.text).toContain('PROVISOIRE : mois en cours')
  const yearEnd = new Date('2026-12-31T23:00:00Z')
  const files = await Promise.all(
    ['2026', '2026-12', '2027', '2027-01'].map((period) => fileOf(period, yearEnd)),
  )
  expect(files.map(({ name, text }) => [name, text.includes('PROVISOIRE')])).toEqual([
    ['799992144FEC-provisoire-20270101.txt', true],
    ['799992144FEC-extrait-202612-20261231.txt', false],
    ['799992144FEC-provisoire-20270101.txt', true],
    ['799992144FEC-extrait-provisoire-202701-20270101.txt', true],
  ])
})

test('a year is provisional until its books are complete, three months after its end', async () => {
  const lastSecond = new Date('2027-03-31T21:59:59Z')
  const early = await fileOf('2026', new Date('2027-01-01T12:00:00Z'))
  expect([early.name, early.text.includes('PROVISOIRE')]).toEqual([
    '799992144FEC-provisoire-20270101.txt',
    true,
  ])
  expect(await openedOf('2026', lastSecond)).toMatchObject({
    fileName: '799992144FEC-provisoire-20270331.txt',
    isProvisional: true,
  })
  expect(await openedOf('2026', new Date('2027-03-31T22:00:00Z'))).toMatchObject({
    fileName: '799992144FEC20261231.txt',
    isProvisional: false,
  })
})

test('only the operator is offered years, and only of its own entries', async () => {
  const { years, openPeriod } = await readOperatorExportOffer(
    books.accountant(new Date('2027-04-05T09:00:00Z')),
  )
  expect(years).toEqual([
    { year: '2027', isProvisional: true },
    { year: '2026', isProvisional: false },
  ])
  expect(openPeriod).toBe('2027-04')
  const refusal = { code: 'invalid_input', field: 'period', params: { reason: 'year_of_seller_fec' } }
  const owner = books.as(books.organisations[0])
  const lines = { kind: 'lines', format: 'csv', period: '2026' } as const
  const year = { ...fec, period: '2026' }
  await expect(openExport(owner, year)).rejects.toMatchObject(refusal)
  await expect(requestExport(owner, year)).rejects.toMatchObject(refusal)
  await expect(openOperatorExport(books.accountant(), lines)).rejects.toMatchObject(refusal)
  await expect(requestOperatorExport(books.accountant(), lines)).rejects.toMatchObject(refusal)
  await requestOperatorExport(books.accountant(), year)
})
