const mibPerGib = 1024

/** Memory is entered in gibibytes and stored in whole mebibytes. */
export const toMib = (gib: number): number => Math.round(gib * mibPerGib)

/** With the fewest decimals that give the same mebibytes: 153.6, not 153.599609375. */
export function toTypedGib(mib: number): number {
  const gib = mib / mibPerGib
  const short = [0, 1, 2, 3, 4].map((decimals) => Number(gib.toFixed(decimals)))
  return short.find((each) => toMib(each) === mib) ?? gib
}
