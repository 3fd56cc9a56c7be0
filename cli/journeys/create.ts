import { textOf } from '../arguments'
import type { Call } from '../call'
import type { Flag } from '../command-table'
import { type ExitCode, exitCodes, Failure, usageFailure } from '../failure'
import { followOrder, type Order } from '../follow'
import { idOf, listAll } from '../names'
import { jsonText, lines } from '../print'
import type { Journey, Run } from './journey'
import { chosen, type Offer, readOffer } from './offer'
import { sshKeyIds } from './ssh-key'

type Line = Record<string, unknown>
type Placed = { outcome: 'accepted' | 'held' | 'quoted'; orderId: string; number: string }

const text = (name: string, help: string): Flag => ({ name, field: name, type: 'text', help })
/** What the accounts of the organisation need on the invoice; some organisations require them. */
const costReferences: Flag[] = [
  { ...text('purchase-order-number', 'For the invoice.'), field: 'purchaseOrderNumber' },
  { ...text('service-code', 'For the invoice: service code.'), field: 'serviceCode' },
  { ...text('commitment-reference', 'For the invoice: legal commitment.'), field: 'commitmentReference' },
  { ...text('market-number', 'For the invoice: public contract.'), field: 'marketNumber' },
  { ...text('payer-siret', 'For the invoice: SIRET of the payer.'), field: 'payerSiret' },
]
const shared: Flag[] = [
  { ...text('name', 'Name: a–z, 0–9 and dashes.'), isRequired: true },
  text('bundle', 'What `offer list` shows. By default the first.'),
  text('zone', 'Code of the zone. By default the first.'),
  text('project', 'By default the first that you may use.'),
  { name: 'count', field: 'quantity', type: 'integer', help: 'How many, from 1 to 20.' },
  { name: 'dry-run', field: 'dry-run', type: 'boolean', help: 'Only the price.' },
  ...costReferences,
]

const createServer: Journey = {
  noun: 'server',
  verb: 'create',
  summary: 'Order servers and wait until they run',
  description:
    'With --public-address it can be reached from the Internet; SSH is then open to your own address, unless --ssh-from gives others.',
  places: [],
  flags: [
    ...shared,
    text('image', 'Image. By default the first of the zone.'),
    { ...text('ssh-key', 'Name of a key, or a file: ~/.ssh/id_ed25519.pub.'), isList: true },
    { name: 'public-address', field: 'publicAddress', type: 'boolean', help: 'With a public IPv4 address.' },
    { ...text('ssh-from', '`caller`, `everyone` or addresses such as 198.51.100.0/24.'), isList: true },
    text('network', 'Private network to join.'),
    text('user-data', 'Configuration for cloud-init, usually `@file`.'),
  ],
  async run(run) {
    const { values, terminal } = run
    const call = run.call()
    const offer = await readOffer(call)
    const zone = chosen(offer.zones, values.zone, 'zone')
    const keys = values['dry-run'] ? [] : await sshKeyIds(call, listOf(values['ssh-key']), terminal.env)
    const sshAccess = accessOf(listOf(values['ssh-from']), values['public-address'] === true)
    return await placeLine(
      run,
      call,
      {
        ...basics(
          run,
          offer.bundles.filter(({ kind }) => kind === 'compute' || kind === 'combined'),
          zone.id,
        ),
        imageId: chosen(zone.images, values.image, 'image').id,
        sshKeyIds: keys,
        ...(values['public-address'] === true && { publicAddress: true }),
        ...(sshAccess && { sshAccess }),
        ...(values.network !== undefined && {
          networkId: await idOf(call, { path: '/v1/networks', field: 'name' }, String(values.network)),
        }),
        ...(values['user-data'] !== undefined && { userData: textOf(String(values['user-data'])) }),
      },
      offer,
    )
  },
}

const createVolume: Journey = {
  noun: 'volume',
  verb: 'create',
  summary: 'Order volumes and wait until they are there',
  places: [],
  flags: shared,
  async run(run) {
    const call = run.call()
    const offer = await readOffer(call)
    const zone = chosen(offer.zones, run.values.zone, 'zone')
    return await placeLine(
      run,
      call,
      basics(
        run,
        offer.bundles.filter(({ kind }) => kind === 'storage'),
        zone.id,
      ),
      offer,
    )
  },
}

const listOf = (given: unknown): string[] => (Array.isArray(given) ? given.map(String) : [])

function basics(
  { values }: Run,
  bundles: { id: string; slug: string; name: string }[],
  zoneId: string,
): Line {
  if (values.name === undefined) throw usageFailure('--name is required.')
  const count = values.count ?? '1'
  if (!/^\d{1,2}$/.test(String(count))) throw usageFailure('--count takes a number from 1 to 20.')
  const references = costReferences.flatMap(({ name, field }) =>
    values[name] === undefined ? [] : [[field, values[name]]],
  )
  return {
    name: values.name,
    bundleId: chosen(bundles, values.bundle, 'bundle').id,
    zoneId,
    quantity: Number(count),
    ...(references.length > 0 && { costReferences: Object.fromEntries(references) }),
  }
}

/** From where SSH is open: with a public address, from the address of the caller unless given. */
function accessOf(given: string[], isPublic: boolean): Line | undefined {
  const [only] = given
  if (only === undefined) return isPublic ? { from: 'caller' } : undefined
  if (given.length === 1 && only === 'caller') return { from: 'caller' }
  if (given.length === 1 && only === 'everyone') return { from: 'everyone', confirm: true }
  return { from: 'list', sources: given }
}

/** The price of the line for a full month, with that of its public addresses. */
async function priceLine(
  { terminal, isJson }: Run,
  call: Call,
  line: Line,
  { addressBundle }: Offer,
): Promise<ExitCode> {
  const { bundleId, quantity } = line
  const address = line.publicAddress === true ? addressBundle : null
  const priced = [{ bundleId, quantity }, ...(address ? [{ bundleId: address.id, quantity }] : [])]
  const { body } = await call({ method: 'POST', path: '/v1/orders/price', body: { lines: priced } })
  terminal.out(isJson ? jsonText(body) : lines(body))
  return exitCodes.done
}

async function placeLine(run: Run, call: Call, line: Line, offer: Offer): Promise<ExitCode> {
  const { values, terminal, isJson, waits } = run
  if (values['dry-run']) return await priceLine(run, call, line, offer)
  const project = values.project
  const body = {
    lines: [line],
    ...(project !== undefined && {
      projectId: await idOf(call, { path: '/v1/projects', field: 'name' }, String(project)),
    }),
  }
  const placed = (await call({ method: 'POST', path: '/v1/orders', body })).body as Placed
  if (placed.outcome !== 'accepted') {
    terminal.out(
      isJson ? jsonText(placed) : `The order ${placed.number} is placed and waits for a decision.\n`,
    )
    return exitCodes.done
  }
  if (!waits) {
    terminal.out(isJson ? jsonText(placed) : `The order ${placed.number} is placed.\n`)
    return exitCodes.done
  }
  const order = await followOrder(call, placed.orderId, terminal.progress)
  const made = await thingsOf(call, order)
  if (isJson) terminal.out(jsonText({ orderId: order.id, number: order.number, resources: made }))
  else
    for (const { name, state, publicAddress, address } of made)
      terminal.out(`${[name, state, publicAddress ?? address].filter(Boolean).join('  ')}\n`)
  return exitCodes.done
}

type Made = {
  kind: string
  id: string
  name: string
  state: string
  address?: string | undefined
  publicAddress?: string
}

async function thingsOf(call: Call, order: Order): Promise<Made[]> {
  const resources = order.lines.flatMap((line) => line.resources)
  const addresses = await listAll(call, '/v1/addresses')
  return await Promise.all(
    resources.map(async ({ kind, id, name, state }): Promise<Made> => {
      if (!id.startsWith('ins_')) return { kind, id, name, state }
      const server = (await call({ method: 'GET', path: `/v1/instances/${id}` })).body as Made
      const publicAddress = publicAddressOf(addresses, id)
      return {
        kind,
        id,
        name,
        state: server.state,
        address: server.address,
        ...(publicAddress && { publicAddress }),
      }
    }),
  )
}

const publicAddressOf = (addresses: Record<string, unknown>[], serverId: string) =>
  addresses.find(({ server }) => (server as { id: string } | null)?.id === serverId)?.address as
    | string
    | undefined

/** The public address of a server of this name or id. */
export async function addressOfServer(call: Call, name: string): Promise<string> {
  const id = await idOf(call, { path: '/v1/instances', field: 'name' }, name)
  const found = publicAddressOf(await listAll(call, '/v1/addresses'), id)
  if (found) return found
  throw new Failure(exitCodes.notFound, `${name} has no public address.`)
}

export const createJourneys = [createServer, createVolume]
