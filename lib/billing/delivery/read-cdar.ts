import type { LifeCycleStatus } from './platform'

type Reported = Omit<LifeCycleStatus, 'externalId'> & { documentNumber: string }

/**
 * The document statuses in a life-cycle message (CDAR D22B). An incomplete message, or another kind of message, yields
 * none: this reader does not guess. Pure.
 */
export function readCdar(xml: string): Reported[] {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) return []
  const issued = instantOf(one(one(xml, 'ExchangedDocument'), 'IssueDateTime'))
  return elementBodies(xml, 'ReferenceReferencedDocument').flatMap((reference) => {
    const documentNumber = text(one(reference, 'IssuerAssignedID'))
    const code = Number(text(one(reference, 'ProcessConditionCode')))
    const happenedAt = instantOf(one(reference, 'StatusDateTime')) ?? issued
    if (!documentNumber || !Number.isInteger(code) || code < 200 || code > 699 || !happenedAt) return []
    const status = one(reference, 'SpecifiedDocumentStatus')
    return [
      {
        documentNumber,
        code,
        reasonCode: text(one(status, 'ReasonCode')) || null,
        reasonText: (text(one(status, 'Reason')) || text(one(status, 'Description'))).slice(0, 2_000) || null,
        happenedAt,
      },
    ]
  })
}

/** Bodies of the elements with this local name, with any prefix. */
function elementBodies(xml: string, name: string): string[] {
  const pattern = new RegExp(`<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:[\\w-]+:)?${name}>`, 'g')
  return [...xml.matchAll(pattern)].map(([, body = '']) => body)
}

const one = (xml: string, name: string): string => elementBodies(xml, name)[0] ?? ''

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const text = (body: string) =>
  body
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name] ?? '')
    .trim()

/** `20261124` (102) or `20261124153000` (204), in UTC as platforms write it. */
function instantOf(body: string): Date | null {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?/.exec(text(body)) ?? []
  if (!year) return null
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(date.getTime()) ? null : date
}
