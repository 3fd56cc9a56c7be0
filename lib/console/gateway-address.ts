/** Where browsers find the console gateway, from `CONSOLE_URL`; null where this process was told of none. */
export function gatewayAddress(): string | null {
  const text = process.env.CONSOLE_URL
  if (!text) return null
  return `${new URL(text).origin.replace(/^http/, 'ws')}/`
}
