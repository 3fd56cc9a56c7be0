import fc from 'fast-check'
import { amountCents, trafficCents } from '~/lib/kernel/money'
import type {
  Buyer,
  DocumentLine,
  IssuedDocument,
  PayingStructure,
  VatCategory,
  VatExemption,
} from '../../invoices/issued-document'
import { exampleDocument } from '../../invoices/testing/example-document'

type Treatment = { category: VatCategory; rate: number; exemption?: VatExemption }

const standard: Treatment[] = [2_000, 850, 1_000, 550, 210].map((rate) => ({ category: 'S', rate }))
const treatments: Treatment[][] = [
  ...standard.map((each) => [each]),
  [standard[0] as Treatment, standard[1] as Treatment],
  [{ category: 'AE', rate: 0, exemption: { code: 'VATEX-EU-AE', reason: 'Autoliquidation' } }],
  [{ category: 'G', rate: 0, exemption: { code: 'VATEX-EU-G', reason: 'Hors Union européenne' } }],
  [{ category: 'O', rate: 0, exemption: { code: 'VATEX-EU-O', reason: 'Article 294 du CGI' } }],
  [{ category: 'Z', rate: 0 }],
  [{ category: 'E', rate: 0, exemption: { code: 'VATEX-FR-CGI261-4', reason: 'Article 261 du CGI' } }],
  [
    standard[0] as Treatment,
    { category: 'E', rate: 0, exemption: { code: 'VATEX-FR-CGI261-4', reason: 'Article 261 du CGI' } },
  ],
]

const address = (countryCode: string) => ({
  lines: ['3 rue des Carmes', 'Bâtiment B'],
  postalCode: '76000',
  city: 'Rouen',
  countryCode,
})
const buyerBase = { organisationId: 'org_1', customerCode: 'C000007', email: 'compta@acheteur.example' }
const { electronicAddress: _address, ...bodyWithoutAddress } = exampleDocument().buyer
const buyers: Buyer[] = [
  {
    ...buyerBase,
    name: 'Établissements « Čapek » & fils',
    kind: 'company',
    siren: '732829320',
    siret: '73282932000074',
    vatNumber: 'FR44732829320',
    address: address('FR'),
  },
  {
    ...buyerBase,
    name: 'Association sans établissement',
    kind: 'company',
    siren: '732829320',
    address: address('FR'),
    electronicAddress: { scheme: '0225', id: '732829320_FACTURES' },
  },
  {
    ...buyerBase,
    name: 'Association de quartier',
    kind: 'company',
    siren: '732829320',
    isTaxable: false,
    address: address('FR'),
    electronicAddress: { scheme: 'EM', id: buyerBase.email },
  },
  {
    ...buyerBase,
    name: 'Comptoir de Cayenne',
    kind: 'company',
    siren: '732829320',
    isTaxable: true,
    address: { ...address('FR'), postalCode: '97300', city: 'Cayenne' },
    electronicAddress: { scheme: 'EM', id: buyerBase.email },
  },
  exampleDocument().buyer,
  bodyWithoutAddress,
  { ...buyerBase, name: 'Müller GmbH', kind: 'foreign', vatNumber: 'DE136695976', address: address('DE') },
  { ...buyerBase, name: 'Genève SA', kind: 'foreign', address: { ...address('CH'), lines: [] } },
]

/** A structure that pays for another body. */
export const ternois: PayingStructure = {
  siret: '25999063800019',
  name: 'Syndicat des eaux du Ternois',
  address: {
    lines: ['2 rue du Château d’Eau'],
    postalCode: '62130',
    city: 'Saint-Pol-sur-Ternoise',
    countryCode: 'FR',
  },
}

// Free texts: letters, characters that XML escapes, control characters that it cannot contain.
const words = fc
  .string({
    unit: fc.constantFrom('a', 'é', '&', '<', '>', '"', '\u0001', '\ud800', '😀', ' '),
    maxLength: 30,
  })
  .map((text) => `x${text}`)
const references = fc.record(
  {
    purchaseOrder: fc.constant('BC-2026-14'),
    engagement: fc.constant('1300012345'),
    serviceCode: fc.constant('SVC-DSI'),
    market: fc.constant('MP-2026-118'),
    costCentre: words,
    payerSiret: fc.constant('25999063800019'),
  },
  { requiredKeys: [] },
)

const anyLine = (choices: Treatment[]) =>
  fc
    .record({
      treatment: fc.constantFrom(...choices),
      kind: fc.constantFrom(
        'usage',
        'usage',
        'usage',
        'promotion',
        'fee',
        'late_usage',
        'gesture',
        'service_credit' as const,
      ),
      isTraffic: fc.boolean(),
      mebibytes: fc.bigInt(1n, 1_000_000_000n),
      seconds: fc.bigInt(0n, 2_592_000n),
      price: fc.oneof(fc.bigInt(0n, 500_000_000n), fc.constantFrom(4_900_000n, 312_500n, 1n)),
      above: fc.option(fc.bigInt(1n, 900_000n)),
      amount: fc.bigInt(0n, 5_000_000n),
      label: words,
      detail: fc.option(words),
      costCentre: fc.option(words),
      ownReferences: fc.option(references),
    })
    .map((drawn) => {
      const { treatment, kind, seconds, price, above, amount, label, detail, costCentre, mebibytes } = drawn
      const { ownReferences } = drawn
      const isUsed = kind === 'usage' || kind === 'late_usage'
      const isTimed = isUsed && !drawn.isTraffic
      const isDeduction = kind === 'promotion' || kind === 'gesture' || kind === 'service_credit'
      return {
        label,
        ...(detail === null ? {} : { detail }),
        ...(costCentre === null ? {} : { costCentre }),
        ...(ownReferences === null ? {} : { references: ownReferences }),
        tags: { env: label },
        period: { from: '2026-09-30T22:00:00.000Z', to: '2026-10-31T23:00:00.000Z' },
        ...(isTimed ? { usedSeconds: seconds, billedSeconds: seconds, microCentsPerHour: price } : {}),
        ...(isUsed && !isTimed
          ? {
              usedMebibytes: mebibytes + 1_048_576n,
              includedMebibytes: 1_048_576n,
              billedMebibytes: mebibytes,
              microCentsPerGibibyte: price,
            }
          : {}),
        ...(isTimed && above !== null ? { listMicroCentsPerHour: price + above } : {}),
        kind,
        netCents: isTimed
          ? amountCents(price, seconds)
          : isUsed
            ? trafficCents(price, mebibytes)
            : isDeduction
              ? -(amount / 20n)
              : amount,
        vatCategory: treatment.category,
        vatRateBasisPoints: treatment.rate,
        ...(treatment.exemption ? { vatExemption: treatment.exemption } : {}),
      } satisfies Omit<DocumentLine, 'position'>
    })

/** VAT of a base that may be negative, halves away from zero. */
function vatOf(base: bigint, rate: number): bigint {
  const size = ((base < 0n ? -base : base) * BigInt(rate) * 2n + 10_000n) / 20_000n
  return base < 0n ? -size : size
}

/** Any kind of document that the product can issue, with consistent figures. */
export const anyDocument: fc.Arbitrary<IssuedDocument> = fc
  .constantFrom(...treatments)
  .chain((choices) =>
    fc.record({
      lines: fc.array(anyLine(choices), { minLength: 1, maxLength: 12 }),
      // Reverse charge requires a VAT number.
      buyer: fc.constantFrom(
        ...buyers.filter(({ vatNumber }) => vatNumber || choices.every(({ category }) => category !== 'AE')),
      ),
      isCredit: fc.boolean(),
      references,
      hasProject: fc.boolean(),
      vatOnDebits: fc.boolean(),
      hasKnownPayer: fc.boolean(),
      method: fc.constantFrom('transfer', 'direct_debit', 'mandat_administratif' as const),
      isPaid: fc.boolean(),
      language: fc.constantFrom('fr', 'en' as const),
    }),
  )
  .map((drawn) => {
    const {
      lines: drafts,
      isCredit,
      hasProject,
      hasKnownPayer,
      method,
      isPaid,
      references: given,
      ...rest
    } = drawn
    const lines = drafts.map((line, index) => ({ ...line, position: index + 1 }))
    const keyOf = (line: DocumentLine) => `${line.vatCategory} ${line.vatRateBasisPoints}`
    const vat = [...new Map(lines.map((line) => [keyOf(line), line])).values()].map((first: DocumentLine) => {
      const { vatCategory, vatRateBasisPoints } = first
      const group = lines.filter((line) => keyOf(line) === keyOf(first))
      const baseCents = group.reduce((sum, line) => sum + line.netCents, 0n)
      return {
        category: vatCategory,
        rateBasisPoints: vatRateBasisPoints,
        baseCents,
        vatCents: vatOf(baseCents, vatRateBasisPoints),
        ...(first.vatExemption ? { exemption: first.vatExemption } : {}),
      }
    })
    const netCents = lines.reduce((sum, line) => sum + line.netCents, 0n)
    const vatCents = vat.reduce((sum, each) => sum + each.vatCents, 0n)
    const grossCents = netCents + vatCents
    const paidCents = isPaid ? grossCents : 0n
    const { payerSiret, ...others } = given
    const hasPayer = rest.buyer.kind === 'public_body' && payerSiret !== undefined
    return {
      ...exampleDocument(),
      ...rest,
      kind: isCredit ? 'credit_note' : 'invoice',
      typeCode: isCredit ? '381' : '380',
      references: hasPayer ? given : others,
      ...(hasPayer && hasKnownPayer ? { payer: ternois } : {}),
      ...(hasProject ? { project: { id: 'prj_1', name: 'Portail' } } : {}),
      lines,
      vat,
      totals: {
        linesNetCents: netCents,
        netCents,
        vatCents,
        grossCents,
        paidCents,
        dueCents: grossCents - paidCents,
      },
      preceding: isCredit ? [{ number: 'FAC-2026-000001', issuedOn: '2026-10-03' }] : [],
      ...(isCredit ? { reason: 'Erreur de référence' } : {}),
      payment: {
        ...exampleDocument().payment,
        method,
        ...(method === 'direct_debit'
          ? { mandateReference: 'RUM-0001', creditorIdentifier: 'FR72ZZZ123456' }
          : {}),
      },
    } satisfies IssuedDocument
  })
