import { readFileSync } from 'node:fs'
import { closeDatabase } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { defineSellingEntity, type SellingEntityInput, sellingEntityInput } from '~/lib/ordering'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

/** Every field in the format of the file. */
export const exampleSeller = {
  legalName: 'Nuage Exemple',
  legalForm: 'Société par actions simplifiée',
  shareCapitalEuros: 10_000,
  siren: '732829320',
  registryCity: 'Paris',
  vatNumber: 'FR44732829320',
  address: { line1: '1 rue de la Paix', postcode: '75002', city: 'Paris', countryCode: 'FR' },
  phone: '+33 1 23 45 67 89',
  email: 'contact@exemple.fr',
  publicationDirector: 'Camille Martin',
  orderPrefix: 'NEX',
} satisfies SellingEntityInput

const usage = `usage: declare-seller <file.json>, an object such as\n${JSON.stringify(exampleSeller, null, 2)}`

/** Rejections of single fields with their own texts. */
const expected: Record<string, string> = {
  siren: 'expected the nine digits of a SIREN whose last one checks the others',
  vat_number: 'expected FR, two digits that follow from the SIREN, and the SIREN',
  phone: 'expected an international number, +33 1 23 45 67 89',
  order_prefix: 'expected two to six capital letters',
  country: 'expected two capital letters, FR',
  percent: 'expected a share of the capital in percent, 66.67',
  owners_total: 'expected shares of 100 % together at most',
  email: 'expected an e-mail address',
  required: 'missing',
}

/** `address.line1: missing`; `address: no field street; expected line1, line2, …`. Pure. */
export function refuseSeller(input: unknown): string[] {
  const issues = sellingEntityInput.safeParse(input).error?.issues ?? []
  return issues.map((issue) => {
    const field = issue.path.join('.') || 'the file'
    if (issue.code === 'unrecognized_keys') {
      const known = Object.keys(namesWithin[`${String(issue.path[0])}`] ?? sellerNames)
      return `${field}: no field ${issue.keys.join(', ')}; expected ${known.join(', ')}`
    }
    const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
    return `${field}: ${isMissing ? 'missing' : (expected[issue.message] ?? issue.message)}`
  })
}

/** Owners, and the second line of an address, are optional. */
const sellerNames = { ...exampleSeller, owners: [] }
const namesWithin: Record<string, object> = {
  address: { ...exampleSeller.address, line2: '' },
  owners: { name: '', countryCode: '', percent: 0 },
}

/** Without a seller, orders are impossible and the legal notice is empty. */
export const declareSellerCommand: Command = {
  summary: 'declare-seller <file.json>: who sells here and what the legal notice prints of it',
  process: 'command',
  async run(args) {
    const [file, ...rest] = args
    if (!file || rest.length > 0) {
      console.error(usage)
      return 2
    }
    const input = readJson(file)
    const parsed = sellingEntityInput.safeParse(input)
    if (!parsed.success) {
      console.error([usage, ...refuseSeller(input)].join('\n'))
      return 2
    }
    await connectInstallation()
    try {
      await defineSellingEntity(commandContext('operator'), parsed.data)
      console.log(`${parsed.data.legalName} sells here`)
      return 0
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'conflict')) throw error
      console.error('another company sells here already, and orders carry its numbers')
      return 1
    } finally {
      await closeDatabase()
    }
  },
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    console.error(`${file}: ${(error as Error).message}`)
    return null
  }
}
