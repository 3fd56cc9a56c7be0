import type { Address } from '~/lib/identity/client'

export type DebitOrder = {
  endToEndId: string
  cents: bigint
  mandateReference: string
  mandateSignedOn: string
  scheme: 'CORE' | 'B2B'
  sequenceType: 'FRST' | 'RCUR'
  debtorName: string
  debtorAddress: Address
  debtorIban: string
  debtorBic: string
  /** Shown on the debtor's statement. */
  text: string
}

export type DebitFile = {
  messageId: string
  createdAt: Date
  collectOn: string
  creditor: { name: string; iban: string; bic: string; identifier: string; address: Address | null }
  orders: readonly DebitOrder[]
}

/** The group of an order in the file: a bank processes one scheme and one sequence together. */
export function paymentInformationId(
  messageId: string,
  { scheme, sequenceType }: Pick<DebitOrder, 'scheme' | 'sequenceType'>,
): string {
  return `${messageId}-${scheme}-${sequenceType}`
}

/**
 * The bank file of these debits: pain.008.001.08 with structured addresses, required by banks since November 2026.
 * Pure: the same debits give the same text.
 */
export function writePain008(file: DebitFile): string {
  const groups = new Map<string, DebitOrder[]>()
  for (const order of file.orders) {
    const id = paymentInformationId(file.messageId, order)
    groups.set(id, [...(groups.get(id) ?? []), order])
  }
  const { creditor } = file
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.08">
<CstmrDrctDbtInitn>
<GrpHdr><MsgId>${sepaText(file.messageId, 35)}</MsgId><CreDtTm>${file.createdAt.toISOString().slice(0, 19)}Z</CreDtTm><NbOfTxs>${file.orders.length}</NbOfTxs><CtrlSum>${euros(sumOf(file.orders))}</CtrlSum><InitgPty><Nm>${sepaText(creditor.name, 70)}</Nm></InitgPty></GrpHdr>
${[...groups].map(([id, orders]) => group(file, id, orders)).join('\n')}
</CstmrDrctDbtInitn>
</Document>
`
}

function group({ creditor, collectOn }: DebitFile, id: string, orders: readonly DebitOrder[]): string {
  const [{ scheme, sequenceType } = { scheme: 'CORE', sequenceType: 'RCUR' }] = orders
  return `<PmtInf><PmtInfId>${sepaText(id, 35)}</PmtInfId><PmtMtd>DD</PmtMtd><BtchBookg>true</BtchBookg><NbOfTxs>${orders.length}</NbOfTxs><CtrlSum>${euros(sumOf(orders))}</CtrlSum>
<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>${scheme}</Cd></LclInstrm><SeqTp>${sequenceType}</SeqTp></PmtTpInf>
<ReqdColltnDt>${collectOn}</ReqdColltnDt>
<Cdtr><Nm>${sepaText(creditor.name, 70)}</Nm>${creditor.address ? address(creditor.address) : ''}</Cdtr><CdtrAcct><Id><IBAN>${creditor.iban}</IBAN></Id></CdtrAcct><CdtrAgt><FinInstnId><BICFI>${creditor.bic}</BICFI></FinInstnId></CdtrAgt><ChrgBr>SLEV</ChrgBr>
<CdtrSchmeId><Id><PrvtId><Othr><Id>${creditor.identifier}</Id><SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr></PrvtId></Id></CdtrSchmeId>
${orders.map(transaction).join('\n')}
</PmtInf>`
}

function transaction(order: DebitOrder): string {
  return `<DrctDbtTxInf><PmtId><EndToEndId>${sepaText(order.endToEndId, 35)}</EndToEndId></PmtId><InstdAmt Ccy="EUR">${euros(order.cents)}</InstdAmt><DrctDbtTx><MndtRltdInf><MndtId>${sepaText(order.mandateReference, 35)}</MndtId><DtOfSgntr>${order.mandateSignedOn}</DtOfSgntr></MndtRltdInf></DrctDbtTx><DbtrAgt><FinInstnId><BICFI>${order.debtorBic}</BICFI></FinInstnId></DbtrAgt><Dbtr><Nm>${sepaText(order.debtorName, 70)}</Nm>${address(order.debtorAddress)}</Dbtr><DbtrAcct><Id><IBAN>${order.debtorIban}</IBAN></Id></DbtrAcct><RmtInf><Ustrd>${sepaText(order.text, 140)}</Ustrd></RmtInf></DrctDbtTxInf>`
}

/**
 * Structured: street, postcode, town and country in the schema's order. Since November 2026 banks reject an address
 * without town and country, so an incomplete one is left out.
 */
function address({ line1, line2, postcode, city, countryCode }: Address): string {
  if (sepaText(city, 35) === '' || countryCode === '') return ''
  const field = (name: string, value: string | undefined, max: number) => {
    const text = value ? sepaText(value, max) : ''
    return text ? `<${name}>${text}</${name}>` : ''
  }
  return `<PstlAdr>${field('StrtNm', line1, 70)}${field('Flr', line2, 70)}${field('PstCd', postcode, 16)}${field('TwnNm', city, 35)}<Ctry>${countryCode}</Ctry></PstlAdr>`
}

/**
 * Characters that every bank of the scheme accepts: Latin letters without accents, digits, a few signs, no slash at
 * either end.
 */
export function sepaText(text: string, lengthMax: number): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[œŒ]/g, 'oe')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[’‘]/g, "'")
    .replace(/[–—]/g, '-')
    .replace(/[^A-Za-z0-9/\-?:().,'+ ]/g, ' ')
    .replace(/ +/g, ' ')
    .replace(/\/{2,}/g, '/')
    .replace(/^[/ ]+|[/ ]+$/g, '')
    .slice(0, lengthMax)
    .replace(/[/ ]+$/, '')
}

const sumOf = (orders: readonly DebitOrder[]) => orders.reduce((sum, { cents }) => sum + cents, 0n)

const euros = (cents: bigint) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
