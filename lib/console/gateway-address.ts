import { readVariable } from '~/lib/kernel/configuration/read'

/** The address of the console gateway for browsers, from `CONSOLE_URL`; null when not configured. */
export function gatewayAddress(): string | null {
  const text = readVariable('CONSOLE_URL')
  if (!text) return null
  return `${new URL(text).origin.replace(/^http/, 'ws')}/`
}
