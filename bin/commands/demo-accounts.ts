import { demonstrationPassword, organisationPlans, staffPlans } from '~/lib/seed'
import type { Command } from './command'

/** One line per account, printed at the end of `npm start`. */
export const demoAccountsCommand: Command = {
  summary: 'list the demonstration accounts',
  process: null,
  async run() {
    const customers = organisationPlans.flatMap((plan) =>
      plan.people.map((person) => [person.email, `${plan.legalName}, ${person.role}`]),
    )
    const staff = staffPlans.map((each) => [each.email, each.roles.join(', ')])
    const table = (rows: string[][]) => rows.map(([email, what]) => `  ${(email ?? '').padEnd(46)} ${what}`)
    console.log(
      [
        `Demonstration accounts, all with the password « ${demonstrationPassword} »`,
        'owners and staff also give a code, shown by: npm run andromede -- code EMAIL',
        '',
        'Portal',
        ...table(customers),
        'Operator',
        ...table(staff),
      ].join('\n'),
    )
    return 0
  },
}
