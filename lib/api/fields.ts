import { z } from 'zod'

/** An instant, RFC 3339 in UTC. */
export const instant = z.iso.datetime().describe('RFC 3339, UTC')

/** Without VAT unless the field is described otherwise. */
export const money = z
  .object({ amount: z.string().regex(/^-?\d+\.\d{2}$/), currency: z.literal('EUR') })
  .meta({ id: 'Money', description: 'An exact amount as decimal text, without VAT.' })

/** `12.34` from cents as a decimal string. Pure. */
export function euros(cents: string): z.input<typeof money> {
  const [, sign = '', digits = ''] = /^(-?)(\d+)$/.exec(cents) ?? []
  const padded = digits.padStart(3, '0')
  return { amount: `${sign}${padded.slice(0, -2)}.${padded.slice(-2)}`, currency: 'EUR' }
}

/** A resource that a field points to. */
export const named = <S extends z.ZodType>(id: S) => z.object({ id, name: z.string() })

export const resourceTags = z.record(z.string(), z.string())

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Most items in one page.'),
  cursor: z.string().max(500).optional().describe('`nextCursor` of the page before.'),
}

/** One page of a list. */
export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('Null on the last page.'),
  })
