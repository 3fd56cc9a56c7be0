import { escapeMarkup } from '~/lib/kernel/text/escape'

export type BankLine = {
  bookedOn: string
  cents: bigint
  text: string
  name?: string
  reference?: string
  endToEndId?: string
  batch?: string
  returnReason?: string
}

/** Returns the camt.053 file of the seller's bank for these movements, with consistent balances. Pure. */
export function bankFile(account: {
  identification: string
  iban: string
  from: string
  to: string
  openingCents: bigint
  lines: readonly BankLine[]
}): { name: string; bytes: Uint8Array; closingCents: bigint } {
  const { identification, iban, from, to, openingCents, lines } = account
  const closingCents = lines.reduce((sum, { cents }) => sum + cents, openingCents)
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>${identification}</MsgId></GrpHdr><Stmt>
<Id>${identification}</Id><Acct><Id><IBAN>${iban}</IBAN></Id></Acct>
${balance('OPBD', openingCents, from)}${balance('CLBD', closingCents, to)}
${lines.map(entry).join('\n')}
</Stmt></BkToCstmrStmt></Document>
`
  return { name: `${identification}.xml`, bytes: new Uint8Array(Buffer.from(text)), closingCents }
}

const balance = (code: string, cents: bigint, on: string) =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(cents)}<Dt><Dt>${on}</Dt></Dt></Bal>`

function entry(line: BankLine): string {
  const day = `<Dt>${line.bookedOn}</Dt>`
  const batch = line.batch ? `<Btch><PmtInfId>${line.batch}</PmtInfId></Btch>` : ''
  const name = line.name ? `<RltdPties><Dbtr><Pty>${tag('Nm', line.name)}</Pty></Dbtr></RltdPties>` : ''
  const structured = line.reference
    ? `<Strd><CdtrRefInf>${tag('Ref', line.reference)}</CdtrRefInf></Strd>`
    : ''
  const reason = line.returnReason ? `<RtrInf><Rsn>${tag('Cd', line.returnReason)}</Rsn></RtrInf>` : ''
  return `<Ntry>${amount(line.cents)}<Sts><Cd>BOOK</Cd></Sts><BookgDt>${day}</BookgDt><ValDt>${day}</ValDt><NtryDtls>${batch}<TxDtls><Refs>${tag('EndToEndId', line.endToEndId ?? 'NOTPROVIDED')}</Refs>${name}<RmtInf>${tag('Ustrd', line.text)}${structured}</RmtInf>${reason}</TxDtls></NtryDtls></Ntry>`
}

function amount(cents: bigint): string {
  const size = cents < 0n ? -cents : cents
  const euros = `${size / 100n}.${String(size % 100n).padStart(2, '0')}`
  return `<Amt Ccy="EUR">${euros}</Amt>${tag('CdtDbtInd', cents < 0n ? 'DBIT' : 'CRDT')}`
}

const tag = (name: string, text: string) => `<${name}>${escapeMarkup(text)}</${name}>`
