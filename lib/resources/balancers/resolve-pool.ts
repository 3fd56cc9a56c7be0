/** The servers of a pool: those named, and those with any of these tags. */
export type PoolChoice = {
  instanceIds: readonly string[]
  tags: readonly { key: string; value: string }[]
}

/** A server of the balancer's project and zone. */
export type PoolCandidate = {
  id: string
  state: string
  tags: Readonly<Record<string, string>>
  addresses: readonly { networkId: string; address: string }[]
}

/** A stopped server stays in the pool: its health shows that it does not answer. */
const outside: readonly string[] = ['creating', 'failed', 'deleted', 'purging', 'purged']
/** Whether a server in this state can be in a pool. Pure. */
export const canServe = ({ state }: Pick<PoolCandidate, 'state'>): boolean => !outside.includes(state)

/**
 * The servers to which the balancer sends connections, each once and in the order of their ids, so that the same servers
 * give the same configuration. Only those on its network. Pure.
 */
export function resolvePool<Candidate extends PoolCandidate>(
  choice: PoolChoice,
  networkId: string,
  candidates: readonly Candidate[],
): { instanceId: Candidate['id']; address: string }[] {
  const named = new Set(choice.instanceIds)
  const isChosen = ({ id, tags }: PoolCandidate) =>
    named.has(id) || choice.tags.some(({ key, value }) => Object.hasOwn(tags, key) && tags[key] === value)
  const servers = candidates
    .filter((each) => canServe(each) && isChosen(each))
    .flatMap(({ id: instanceId, addresses }) => {
      const card = addresses.find((each) => each.networkId === networkId)
      return card ? [{ instanceId, address: card.address }] : []
    })
  return servers.sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1))
}
