/** Words for the legal form rather than the name: banks omit, shorten or move them. */
const legalFormWords = new Set(
  'SA SAS SASU SARL EURL SNC SCI SCOP SEM SPL GIE EPIC EPA ETS STE SOC SOCIETE ASSOCIATION ASSOC GMBH AG KG SRL SPA BV NV LTD LIMITED LLC PLC SL OY AB AS M MME MR'.split(
    ' ',
  ),
)

/** A payer's name in the form that banks may write: capitals without accents or legal form. Pure. */
export function payerName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '' && !legalFormWords.has(word))
    .join(' ')
}

/** Whether both names are equal, or one is the other truncated to a bank's field length. Pure. */
export function isLikelyName(one: string, other: string): boolean {
  const [short = '', long = ''] = [payerName(one), payerName(other)]
    .map((each) => each.replaceAll(' ', ''))
    .sort((a, b) => a.length - b.length)
  return short.length >= 6 && long.startsWith(short)
}
