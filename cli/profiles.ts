import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { usageFailure } from './failure'

/** An organisation's access: the address of the API, and a token of one organisation. */
export type Profile = { url: string; token: string }
type Profiles = { current: string; profiles: Record<string, Profile> }
type Environment = Readonly<Record<string, string | undefined>>

const none: Profiles = { current: 'default', profiles: {} }

const fileOf = (env: Environment) =>
  path.join(env.XDG_CONFIG_HOME || path.join(env.HOME || homedir(), '.config'), 'andromede', 'config.json')

export function readProfiles(env: Environment): Profiles {
  const file = fileOf(env)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return none
    throw usageFailure(`${file} cannot be read: ${(error as Error).message}`)
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw usageFailure(`${file} has tokens and can be read by other users. Run: chmod 600 ${file}`)
  try {
    const read = JSON.parse(text) as Partial<Profiles>
    return { current: read.current ?? 'default', profiles: read.profiles ?? {} }
  } catch {
    throw usageFailure(`${file} is no JSON. Repair it, or delete it and run: andromede login`)
  }
}

/** Replaces the file in one step; only its owner can read it. */
export function writeProfiles(env: Environment, profiles: Profiles): string {
  const file = fileOf(env)
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const next = `${file}.${process.pid}`
  try {
    writeFileSync(next, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 })
    chmodSync(next, 0o600)
    renameSync(next, file)
  } finally {
    rmSync(next, { force: true })
  }
  return file
}

/**
 * The access of one command: `ANDROMEDE_TOKEN` and `ANDROMEDE_URL` win over the profile, and the profile's flag over
 * `ANDROMEDE_PROFILE`.
 */
export function chooseProfile(
  env: Environment,
  given: { profile?: string | undefined; api?: string | undefined },
): Profile {
  const token = env.ANDROMEDE_TOKEN
  const url = given.api ?? env.ANDROMEDE_URL
  if (token && url && !given.profile) return { url: checkedUrl(url), token }
  const { current, profiles } = readProfiles(env)
  const name = given.profile ?? env.ANDROMEDE_PROFILE ?? current
  const profile = profiles[name]
  if (!profile && token) throw usageFailure('Set ANDROMEDE_URL to the address of the API.')
  if (!profile)
    throw usageFailure(`There is no profile “${name}”. Run: andromede login --api https://api.example.org`)
  // A token is sent only to the API for which it was given.
  const chosen = token ?? profile.token
  if (url && !token && new URL(checkedUrl(url)).origin !== new URL(profile.url).origin)
    throw usageFailure(
      `The token of profile “${name}” is for ${profile.url}. Run: andromede login --api ${url}`,
    )
  return { url: checkedUrl(url ?? profile.url), token: chosen }
}

const isLocal = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|.*\.localhost)$/.test(host)

/** The address without a slash at its end. Only this machine is spoken to without TLS. */
export function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username || url.search || url.hash)
    throw usageFailure(`“${text}” is no address of an API, such as https://api.example.org`)
  if (url.protocol === 'http:' && !isLocal(url.hostname))
    throw usageFailure(`A token is not sent without encryption. Use https://${url.host}`)
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
