import { printDocument } from '~/lib/documents'
import { type QuotedOffer, quoteDocument } from '~/lib/ordering/quotes/quote-document'
import { percentile } from './support/percentile'

const rounds = 40
const seller: QuotedOffer['seller'] = {
  id: 'sel_bench',
  legalName: 'Andromède SAS',
  siren: '912345674',
  vatNumber: 'FR12912345674',
  orderPrefix: 'CMD',
  isDefault: true,
  legalForm: 'SAS',
  shareCapitalCents: 12_000_000n,
  registryCity: 'Lyon',
  address: { line1: '12 quai de Saône', postcode: '69002', city: 'Lyon', countryCode: 'FR' },
  phone: null,
  email: null,
  publicationDirector: null,
  owners: null,
  declaredAt: null,
}

/** Prints quotes of 10 and of 200 lines, and the smallest document for comparison: the minimum cost of a page. */
export async function run(): Promise<Record<string, number>> {
  const [small, large] = [offer(10), offer(200)]
  const least = { ...quoteDocument(small, 'fr'), blocks: [] }
  for (let warm = 0; warm < 5; warm += 1) await printDocument(quoteDocument(small, 'fr'))
  const ofSmall = await times(() => printDocument(quoteDocument(small, 'fr')))
  const ofLarge = await times(() => printDocument(quoteDocument(large, 'fr')))
  const ofLeast = await times(() => printDocument(least))
  const bytes = (await printDocument(quoteDocument(small, 'fr'))).length
  return {
    lines10P50Ms: percentile(ofSmall, 0.5),
    lines10P95Ms: percentile(ofSmall, 0.95),
    lines200P95Ms: percentile(ofLarge, 0.95),
    emptyP50Ms: percentile(ofLeast, 0.5),
    goalMs: 300,
    ratioToEmpty: Number((percentile(ofSmall, 0.5) / percentile(ofLeast, 0.5)).toFixed(2)),
    bytes,
  }
}

async function times(work: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    await work()
    taken.push(performance.now() - startedAt)
  }
  return taken
}

function offer(count: number): QuotedOffer {
  return {
    number: 'DEV-2026-000042',
    version: 1,
    issuedAt: new Date('2026-11-25T10:00:00Z'),
    validUntil: new Date('2026-12-25T23:00:00Z'),
    seller,
    buyer: {
      legalName: 'Commune de Valmont',
      identifier: 'SIRET 21999042100014',
      address: { line1: '1 place de la Mairie', postcode: '76540', city: 'Valmont', countryCode: 'FR' },
    },
    requestedBy: 'Karim Haddad',
    project: 'Général',
    references: { serviceCode: 'SVC-DSI-02' },
    lines: Array.from({ length: count }, (_, index) => ({
      name: `serveur-${index}`,
      bundle: 'Essentiel 4',
      zone: 'Paris-Nord',
      quantity: 1,
      unitCents: 3_528n,
      cents: 3_528n,
    })),
    vatRateBasisPoints: 2_000,
    isReverseCharge: false,
  }
}
