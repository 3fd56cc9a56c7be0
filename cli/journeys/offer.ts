import type { Call } from '../call'
import { exitCodes, Failure, usageFailure } from '../failure'
import { jsonText, table } from '../print'
import type { Journey } from './journey'

type Bundle = { id: string; slug: string; name: string; kind: string; volumeClass: string | null }
type Image = { id: string; slug: string; name: string }
type Zone = { id: string; code: string; name: string; images: Image[] }
export type Offer = {
  bundles: Bundle[]
  addressBundle: Bundle | null
  zones: Zone[]
  projects: { id: string; name: string }[]
}

export const readOffer = async (call: Call) =>
  (await call({ method: 'GET', path: '/v1/offer' })).body as Offer

/** The one that has this id, short name or name; without a name, the only one or the first. */
export function chosen<T extends { id: string; name: string; slug?: string; code?: string }>(
  things: readonly T[],
  given: unknown,
  flag: string,
): T {
  const labels = things.map(({ slug, code, name }) => slug ?? code ?? name)
  if (things.length === 0) throw new Failure(exitCodes.notFound, `Nothing can be chosen for --${flag}.`)
  const wanted = typeof given === 'string' ? given.toLowerCase() : undefined
  const found = things.find(({ id, slug, code, name }) =>
    wanted === undefined ? true : [id, slug, code, name].some((each) => each?.toLowerCase() === wanted),
  )
  if (!found) throw usageFailure(`--${flag} takes one of: ${labels.join(', ')}.`)
  return found
}

const list: Journey = {
  noun: 'offer',
  verb: 'list',
  summary: 'List the bundles, with their prices',
  places: [],
  flags: [],
  async run({ call, terminal, isJson }) {
    const { bundles, addressBundle, zones } = await readOffer(call())
    if (isJson) terminal.out(jsonText(bundles))
    else {
      const column = (title: string, ...path: string[]) => ({ title, path })
      terminal.out(
        table(addressBundle ? [...bundles, addressBundle] : bundles, [
          column('BUNDLE', 'slug'),
          column('KIND', 'kind'),
          column('VCPU', 'vcpu'),
          column('MEMORY MIB', 'memoryMib'),
          column('DISK GIB', 'rootDiskGib'),
          column('VOLUME GIB', 'volumeGib'),
          column('PER MONTH', 'monthlyPrice', 'amount'),
        ]),
      )
      for (const { code, name, images } of zones)
        terminal.out(`\nZone ${code}, ${name}: ${images.map(({ slug }) => slug).join(', ')}\n`)
    }
    return exitCodes.done
  },
}

export const offerJourneys = [list]
