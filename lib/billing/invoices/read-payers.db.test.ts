import { beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { readPayers } from './read-payers'
import { exampleDocument } from './testing/example-document'

const { buyer } = exampleDocument()
const own = buyer.siret as string

describe('the paying structures of a buyer', () => {
  const { sql } = useTestDatabase()

  beforeAll(async () => {
    const address = {
      line1: '2 rue du Château d’Eau',
      postcode: '62130',
      city: 'Saint-Pol',
      countryCode: 'FR',
    }
    await sql`insert into directory_establishments (siret, siren, is_head_office, legal_name, legal_form_code,
        legal_form_label, address, is_public_service)
      values ('25999063800019', '259990638', true, 'Syndicat du Ternois', '7353', 'Syndicat', ${sql.json(address)}, true)`
    await sql`insert into buyer_structures (siret, name, is_service_code_required, is_commitment_required,
        is_commitment_or_service_code_required)
      values ('25999063800019', 'Other words', false, false, false), ('21999042100014', 'Ville', false, false, false)`
    await sql`insert into structure_answers (siret, answer, fetched_at) values
      ('21999042100022', ${sql.json({ outcome: 'found', structure: { name: 'École' } })}, now()),
      ('21999042100030', ${sql.json({ outcome: 'unknown' })}, now())`
  })

  const payersOf = async (...sirets: (string | undefined)[]) => {
    const lines = sirets.map((payerSiret) => ({ references: payerSiret ? { payerSiret } : {} }))
    const payers = await withSystem(systemTestContext(), (tx) => readPayers(tx, buyer, lines))
    return [...payers.values()]
  }

  test('have the name and address from the register, else the name from the directory, else their SIRET', async () => {
    expect(
      await payersOf(
        '25999063800019',
        '21999042100014',
        '21999042100022',
        '21999042100030',
        '21999042100048',
      ),
    ).toEqual([
      {
        siret: '25999063800019',
        name: 'Syndicat du Ternois',
        address: {
          lines: ['2 rue du Château d’Eau'],
          postalCode: '62130',
          city: 'Saint-Pol',
          countryCode: 'FR',
        },
      },
      { siret: '21999042100014', name: 'Ville' },
      { siret: '21999042100022', name: 'École' },
      { siret: '21999042100030', name: 'SIRET 21999042100030' },
      { siret: '21999042100048', name: 'SIRET 21999042100048' },
    ])
  })

  test('are empty when the buyer pays itself', async () => {
    expect(await payersOf(own, undefined)).toEqual([])
  })
})
