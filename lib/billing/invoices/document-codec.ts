import { z } from 'zod'
import type { IssuedDocument } from './issued-document'

/** A document as stored in JSON: amounts are decimal strings, because JSON numbers are not exact. */
export type EncodedDocument = Encoded<IssuedDocument>

type Encoded<T> = T extends bigint
  ? string
  : T extends readonly (infer Item)[]
    ? Encoded<Item>[]
    : T extends object
      ? { [Key in keyof T]: Encoded<T[Key]> }
      : T

const cents = z
  .string()
  .regex(/^-?\d{1,18}$/)
  .transform(BigInt)
const count = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt)
const day = z.iso.date()
const text = z.string().min(1)
const address = z.strictObject({
  lines: z.array(text),
  postalCode: z.string(),
  city: text,
  countryCode: z.string().length(2),
})
const electronicAddress = z.strictObject({ scheme: text, id: text })
const references = z.strictObject({
  purchaseOrder: text.exactOptional(),
  engagement: text.exactOptional(),
  serviceCode: text.exactOptional(),
  market: text.exactOptional(),
  costCentre: text.exactOptional(),
  payerSiret: text.exactOptional(),
})
const vatCategory = z.enum(['S', 'E', 'AE', 'O', 'G', 'Z'])
const exemption = z.strictObject({ code: text, reason: text })

const line = z.strictObject({
  position: z.int().min(1),
  label: text,
  detail: text.exactOptional(),
  resourceId: text.exactOptional(),
  resourceKind: text.exactOptional(),
  bundleId: text.exactOptional(),
  meter: text.exactOptional(),
  projectId: text.exactOptional(),
  projectName: text.exactOptional(),
  costCentre: text.exactOptional(),
  tags: z.record(z.string(), z.string()).exactOptional(),
  references: references.exactOptional(),
  period: z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }),
  usedSeconds: count.exactOptional(),
  billedSeconds: count.exactOptional(),
  microCentsPerHour: count.exactOptional(),
  listMicroCentsPerHour: count.exactOptional(),
  usedMebibytes: count.exactOptional(),
  includedMebibytes: count.exactOptional(),
  billedMebibytes: count.exactOptional(),
  microCentsPerGibibyte: count.exactOptional(),
  kind: z.enum(['usage', 'commitment_exit', 'promotion', 'service_credit', 'gesture', 'late_usage', 'fee']),
  netCents: cents,
  vatCategory,
  vatRateBasisPoints: z.int().min(0).max(10_000),
  vatExemption: exemption.exactOptional(),
})

const document = z.strictObject({
  kind: z.enum(['invoice', 'credit_note']),
  typeCode: z.enum(['380', '381']),
  number: z.string().regex(/^[A-Za-z0-9+\-_/]{1,35}$/),
  issuedOn: day,
  dueOn: day,
  currency: z.literal('EUR'),
  period: z.strictObject({ from: day, to: day }),
  language: z.enum(['fr', 'en']),
  seller: z.strictObject({
    name: text,
    siren: text,
    siret: text,
    vatNumber: text,
    address,
    email: text,
    legalForm: text,
    shareCapital: text,
    registration: text,
    electronicAddress,
  }),
  buyer: z.strictObject({
    organisationId: text,
    customerCode: text,
    name: text,
    kind: z.enum(['company', 'public_body', 'foreign']),
    siren: text.exactOptional(),
    siret: text.exactOptional(),
    vatNumber: text.exactOptional(),
    isTaxable: z.boolean().exactOptional(),
    address,
    billingAddress: address.exactOptional(),
    email: text,
    electronicAddress: electronicAddress.exactOptional(),
  }),
  references,
  payer: z.strictObject({ siret: text, name: text, address: address.exactOptional() }).exactOptional(),
  project: z.strictObject({ id: text, name: text }).exactOptional(),
  lines: z.array(line).min(1),
  vat: z.array(
    z.strictObject({
      category: vatCategory,
      rateBasisPoints: z.int().min(0).max(10_000),
      baseCents: cents,
      vatCents: cents,
      exemption: exemption.exactOptional(),
    }),
  ),
  totals: z.strictObject({
    linesNetCents: cents,
    netCents: cents,
    vatCents: cents,
    grossCents: cents,
    paidCents: cents,
    dueCents: cents,
  }),
  preceding: z.array(z.strictObject({ number: text, issuedOn: day })),
  reason: text.exactOptional(),
  vatOnDebits: z.boolean(),
  payment: z.strictObject({
    method: z.enum(['transfer', 'direct_debit', 'mandat_administratif']),
    iban: text,
    bic: text,
    accountHolder: text,
    reference: text,
    mandateReference: text.exactOptional(),
    creditorIdentifier: text.exactOptional(),
  }),
  legal: z.strictObject({
    latePenalties: text,
    recoveryFee: text,
    discount: text,
    registration: text,
    other: z.array(text),
  }),
})

/**
 * The text that is stored and hashed: the same document gives the same bytes. Only lines, subtotals and totals contain
 * amounts; a replacer called for every value of every line takes four times as long.
 */
export function encodeDocument(issued: IssuedDocument): string {
  return JSON.stringify({
    ...issued,
    lines: issued.lines.map(withTexts),
    vat: issued.vat.map(withTexts),
    totals: withTexts(issued.totals),
  })
}

/** A copy in the same key order with integers as decimal strings. */
function withTexts(given: object): Record<string, unknown> {
  const encoded: Record<string, unknown> = { ...given }
  for (const name in encoded) {
    const value = encoded[name]
    if (typeof value === 'bigint') encoded[name] = value.toString()
  }
  return encoded
}

/** Number of a document before it is numbered. */
export const unnumbered = 'draft'

/**
 * Inserts the number into the text of an unnumbered document. The result equals encoding it again, which for a thousand
 * lines costs more than all other work done while the series is locked. Quotes inside strings are escaped, so no text
 * of a line is mistaken for a key.
 */
export function withNumber(text: string, number: string, reference: string): string {
  return text
    .replace(`"number":"${unnumbered}"`, () => `"number":${JSON.stringify(number)}`)
    .replace(`"reference":"${unnumbered}"`, () => `"reference":${JSON.stringify(reference)}`)
}

const withoutLines = document.omit({ lines: true })

/**
 * Decodes a document stored or read without its lines.
 *
 * @throws ZodError when the stored JSON is not a document
 */
export function decodeWithoutLines(kept: unknown): Omit<IssuedDocument, 'lines'> {
  return withoutLines.parse(kept)
}

/**
 * The document as issued, from the stored JSON.
 *
 * @throws ZodError when the stored JSON is not a document
 */
export function decodeDocument(kept: unknown): IssuedDocument {
  return document.parse(kept)
}
