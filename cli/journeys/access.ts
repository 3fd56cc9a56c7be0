import { caller } from '../call'
import { exitCodes, usageFailure } from '../failure'
import { jsonText } from '../print'
import { checkedUrl, readProfiles, writeProfiles } from '../profiles'
import type { Journey } from './journey'

const login: Journey = {
  noun: 'login',
  verb: '',
  summary: 'Keep a token for later commands',
  description:
    'Make the token on “Organisation → API tokens” of the portal. It is read from the terminal without being shown, or from standard input, is tried, and is kept in a file that only you can read. ANDROMEDE_TOKEN and ANDROMEDE_URL replace the file.',
  places: [],
  flags: [],
  async run({ terminal, common, isJson }) {
    const { profiles } = readProfiles(terminal.env)
    const name = common.profile ?? terminal.env.ANDROMEDE_PROFILE ?? 'default'
    const url = common.api ?? terminal.env.ANDROMEDE_URL ?? profiles[name]?.url
    if (!url) throw usageFailure('Give the address of the API: andromede login --api https://api.example.org')
    const token = terminal.env.ANDROMEDE_TOKEN ?? (await terminal.secret('Token: '))
    if (!/^andr_[\w-]{10,200}$/.test(token)) throw usageFailure('That is no token: tokens start with andr_.')
    const profile = { url: checkedUrl(url), token }
    const { body } = await caller(profile, terminal.env)({ method: 'GET', path: '/v1/organisation' })
    const file = writeProfiles(terminal.env, { current: name, profiles: { ...profiles, [name]: profile } })
    const { legalName } = body as { legalName: string }
    terminal.out(
      isJson
        ? jsonText({ profile: name, organisation: legalName })
        : `You act for ${legalName}. The token is kept in ${file}, as profile “${name}”.\n`,
    )
    return exitCodes.done
  },
}

const logout: Journey = {
  noun: 'logout',
  verb: '',
  summary: 'Forget the token of a profile',
  description: 'The token stays valid: revoke it on “Organisation → API tokens” of the portal.',
  places: [],
  flags: [],
  async run({ terminal, common }) {
    const { current, profiles } = readProfiles(terminal.env)
    const name = common.profile ?? current
    requireProfile(profiles, name)
    const rest = Object.fromEntries(Object.entries(profiles).filter(([each]) => each !== name))
    writeProfiles(terminal.env, {
      current: name === current ? (Object.keys(rest)[0] ?? 'default') : current,
      profiles: rest,
    })
    return exitCodes.done
  },
}

const listProfiles: Journey = {
  noun: 'profile',
  verb: 'list',
  summary: 'List the profiles',
  places: [],
  flags: [],
  async run({ terminal, isJson }) {
    const { current, profiles } = readProfiles(terminal.env)
    const items = Object.entries(profiles).map(([name, { url }]) => ({
      name,
      url,
      isCurrent: name === current,
    }))
    terminal.out(
      isJson
        ? jsonText(items)
        : items.map(({ name, url, isCurrent }) => `${isCurrent ? '*' : ' '} ${name}  ${url}\n`).join(''),
    )
    return exitCodes.done
  },
}

const chooseProfile: Journey = {
  noun: 'profile',
  verb: 'use',
  summary: 'Use a profile from now on',
  places: [{ label: 'PROFILE' }],
  flags: [],
  async run({ terminal, places: [name = ''] }) {
    const { profiles } = readProfiles(terminal.env)
    requireProfile(profiles, name)
    writeProfiles(terminal.env, { current: name, profiles })
    return exitCodes.done
  },
}

function requireProfile(profiles: Readonly<Record<string, unknown>>, name: string): void {
  if (!Object.hasOwn(profiles, name)) throw usageFailure(`There is no profile “${name}”.`)
}

export const accessJourneys = [login, logout, listProfiles, chooseProfile]
