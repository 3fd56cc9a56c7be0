import { expandRuleSets } from '~/lib/hypervisors/firewall/expand-rule-sets'
import { compileFilter } from '~/lib/hypervisors/port/firewall'
import { judgeFlow } from '~/lib/hypervisors/testing/firewall-oracle'
import { randomFirewall, randomFlows } from '~/lib/hypervisors/testing/random-firewall'

/** Compares the expanded rules of random projects with their rule sets: `npm run bench -- firewall [PROJECTS] [FLOWS]`. */
export async function run([projects = '1000', flows = '1000']: string[]) {
  const figures = { projects: Number(projects), judged: 0, allowed: 0, mismatches: 0 }
  const begun = performance.now()
  for (let seed = 1; seed <= figures.projects; seed += 1) {
    const project = randomFirewall(seed)
    for (const network of project.networks) {
      const filter = compileFilter({ ...network, ...expandRuleSets(project, network) })
      const perNetwork = Math.ceil(Number(flows) / project.networks.length)
      for (const flow of randomFlows(project, seed, perNetwork)) {
        const isAllowed = judgeFlow(project, network, flow)
        figures.judged += 1
        if (isAllowed) figures.allowed += 1
        if (filter(flow) !== isAllowed) figures.mismatches += 1
      }
    }
  }
  return { ...figures, seconds: Math.round((performance.now() - begun) / 1_000) }
}
