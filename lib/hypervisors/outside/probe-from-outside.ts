import { isIPv6 } from 'node:net'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Driver, OutsideAnswer } from '../port/driver'
import { askVantage, type OpenVantage } from './ask-vantage'
import { openVantages } from './open-vantages'

/** Where the simulated internet looks from: documentation addresses that no pool of the demonstration has. */
export const simulatedVantage = { name: 'demo', source: '192.0.2.250', source6: '2001:db8:ffff::250' }

export type VantageAnswer = OutsideAnswer & { vantage: string; source: string }

/** Connects to each address from every vantage of its family; without any, the list is empty. Simulated zones have their own. */
export async function probeFromOutside(
  ctx: OpContext,
  driver: Pick<Driver, 'kind' | 'probeFromOutside'>,
  targets: readonly { address: string; port: number }[],
  signal: AbortSignal,
): Promise<Map<string, VantageAnswer[]>> {
  const ask = await askerOf(ctx, driver)
  const answers = await Promise.all(targets.map((target) => ask(target, signal)))
  return new Map(targets.map(({ address }, index) => [address, answers[index] ?? []]))
}

type Ask = (target: { address: string; port: number }, signal: AbortSignal) => Promise<VantageAnswer[]>

async function askerOf(ctx: OpContext, driver: Pick<Driver, 'kind' | 'probeFromOutside'>): Promise<Ask> {
  if (driver.kind === 'simulator') {
    const { name: vantage, source: source4, source6 } = simulatedVantage
    return async (target, signal) => {
      const source = isIPv6(target.address) ? source6 : source4
      const answer = await driver.probeFromOutside({ ...target, from: source }, { signal })
      return answer ? [{ ...answer, vantage, source }] : []
    }
  }
  const vantages = await openVantages(ctx)
  return (target, signal) =>
    Promise.all(
      vantages
        .filter(({ source }) => isIPv6(source) === isIPv6(target.address))
        .map((vantage) => askNamed(vantage, target, signal)),
    )
}

async function askNamed(
  vantage: OpenVantage,
  target: { address: string; port: number },
  signal: AbortSignal,
): Promise<VantageAnswer> {
  return { ...(await askVantage(vantage, target, signal)), vantage: vantage.name, source: vantage.source }
}
