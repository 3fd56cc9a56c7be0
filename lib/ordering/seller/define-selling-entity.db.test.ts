import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { seller as demonstrationSeller } from '~/lib/seed/demonstration/seller'
import { makeBuyer } from '~/testing/buyer'
import { defineSellingEntity, sellingEntityInput, showSeller } from '../index'
import { testSeller } from '../testing/order-world'

describe('the selling company', () => {
  const { sql } = useTestDatabase()
  const visitor = { ...seedContext(), surface: 'portal' as const, actor: { kind: 'anonymous' as const } }

  test('is null until it is declared', async () => {
    expect(await showSeller(visitor)).toBeNull()
  })

  test('is shown without an imprint when it was declared before imprints existed', async () => {
    const id = newId('sellingEntity')
    await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
      values (${id}, 'Andromède', ${testSeller.siren}, ${testSeller.vatNumber}, 'CMD', true)`
    expect(await showSeller(visitor)).toMatchObject({ legalName: 'Andromède', imprint: null })
    expect(await defineSellingEntity(seedContext(), testSeller)).toBe(id)
  })

  test('is public with all legally required details', async () => {
    const { legalForm, registryCity, address, phone, email, publicationDirector } = testSeller
    expect(await showSeller(visitor)).toEqual({
      legalName: 'Andromède SAS',
      siren: '799992144',
      vatNumber: 'FR19799992144',
      isDemonstration: false,
      imprint: {
        legalForm,
        registryCity,
        address,
        phone,
        email,
        publicationDirector,
        shareCapitalCents: 1_000_000n,
      },
      owners: null,
      declaredAt: seedContext().now.toISOString(),
    })
  })

  test('is corrected by another declaration, and each one is in the journal', async () => {
    await defineSellingEntity(seedContext(), { ...testSeller, phone: '+33 3 53 01 99 99' })
    expect((await showSeller(visitor))?.imprint?.phone).toBe('+33 3 53 01 99 99')
    const rows = await sql`select id from selling_entities`
    expect(rows).toHaveLength(1)
    const events = await sql`select 1 from audit_events where event = 'selling_entity.defined'`
    expect(events).toHaveLength(2)
  })

  test('names the owners of its capital until a declaration leaves them out', async () => {
    const owners = [{ name: 'Caisse de l’Exemple', countryCode: 'FR', percent: 66.67 }]
    await defineSellingEntity(seedContext(), { ...testSeller, owners })
    expect((await showSeller(visitor))?.owners).toEqual(owners)
    await defineSellingEntity(seedContext(), testSeller)
    expect((await showSeller(visitor))?.owners).toBeNull()
  })

  test('cannot become another company', async () => {
    const other = { ...testSeller, siren: '732829320', vatNumber: 'FR44732829320' }
    await expect(defineSellingEntity(seedContext(), other)).rejects.toMatchObject({ code: 'conflict' })
    expect((await showSeller(visitor))?.siren).toBe(testSeller.siren)
  })

  test('can be declared only through the product', async () => {
    const buyer = await makeBuyer(sql)
    const ctx = buyer.as()
    await expect(defineSellingEntity(ctx, testSeller)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('has a SIREN with a valid checksum, its own VAT number and an international telephone number', () => {
    const problems = (change: object) =>
      sellingEntityInput.safeParse({ ...testSeller, ...change }).error?.issues.map(({ path }) => path[0]) ??
      []
    expect(problems({})).toEqual([])
    expect(sellingEntityInput.safeParse(demonstrationSeller).success).toBe(true)
    expect(problems({ siren: '799992145', vatNumber: 'FR22799992145' })).toEqual(['siren'])
    expect(problems({ vatNumber: 'FR44732829320' })).toEqual(['vatNumber'])
    expect(problems({ phone: '0353010001' })).toEqual(['phone'])
    expect(problems({ shareCapitalEuros: 0 })).toEqual(['shareCapitalEuros'])
    expect(problems({ address: undefined })).toEqual(['address'])
  })

  test('has owners with a country and a share of the capital, of 100 % together at most', () => {
    const problems = (owners: unknown) =>
      sellingEntityInput
        .safeParse({ ...testSeller, owners })
        .error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? []
    const owner = { name: 'Caisse', countryCode: 'FR', percent: 33.34 }
    expect(problems([owner, owner, { ...owner, percent: 33.32 }])).toEqual([])
    expect(problems([owner, { ...owner, percent: 66.67 }])).toEqual([['owners', 'owners_total']])
    expect(problems([{ ...owner, countryCode: 'France' }])).toEqual([['owners.0.countryCode', 'country']])
    expect(problems([{ ...owner, percent: 0 }])).toContainEqual(['owners.0.percent', 'percent'])
  })
})
