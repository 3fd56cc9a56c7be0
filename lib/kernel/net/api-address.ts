import { readVariable } from '../configuration/read'

/** The public address of the API, from `API_URL`; null when there is none. */
export function apiAddress(): string | null {
  const text = readVariable('API_URL')
  return text ? new URL(text).origin : null
}
