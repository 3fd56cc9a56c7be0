import { randomInt } from 'node:crypto'
import type postgres from 'postgres'

/** Appends the digit that satisfies Luhn. */
export function withCheckDigit(start: string): string {
  for (let digit = 0; digit <= 9; digit += 1) {
    const sum = [...`${start}${digit}`]
      .reverse()
      .reduce((total, each, at) => total + sumOfDigits(Number(each) * (at % 2 === 1 ? 2 : 1)), 0)
    if (sum % 10 === 0) return `${start}${digit}`
  }
  throw new Error('one digit always fits')
}

const sumOfDigits = (value: number) => (value > 9 ? value - 9 : value)

/** The head office of a legal unit. */
export const siretOf = (siren: string) => withCheckDigit(`${siren}0001`)

/** Different SIREN of neither an organisation nor the directory: some hundred random ones would collide now and then. */
export async function unusedSirens(sql: postgres.ISql, count: number): Promise<string[]> {
  const found = new Set<string>()
  while (found.size < count) {
    const drawn = Array.from({ length: count - found.size }, () =>
      withCheckDigit(String(randomInt(10_000_000, 100_000_000))),
    )
    const taken = await sql<{ siren: string }[]>`
      select siren from directory_establishments where siren = any (${drawn})
      union select siren from organisations where siren = any (${drawn})`
    const used = new Set(taken.map(({ siren }) => siren))
    for (const siren of drawn) if (!used.has(siren)) found.add(siren)
  }
  return [...found]
}
