/** `npm run bench -- NAME`: runs `bench/NAME.ts` and prints its figures as one line of JSON. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

export type Bench = { run(args: string[]): Promise<Record<string, number | string>> }

const [name, ...args] = process.argv.slice(2)
const file = path.join(import.meta.dirname, `${name}.ts`)
if (!name || !/^[a-z-]+$/.test(name) || name === 'run' || !existsSync(file)) {
  const names = readdirSync(import.meta.dirname).flatMap((each) => each.match(/^(.+)\.ts$/)?.[1] ?? [])
  console.error(`usage: npm run bench -- NAME, one of: ${names.filter((each) => each !== 'run').join(', ')}`)
  process.exit(2)
}
const bench = (await import(file)) as Bench
console.log(JSON.stringify({ bench: name, ...(await bench.run(args)) }))
process.exit(0)
