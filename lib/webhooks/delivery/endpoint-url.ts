import { isIP } from 'node:net'
import { isPublicAddress } from './public-address'

/**
 * Why a URL cannot be an endpoint, or null. The addresses of its host name are checked again at each delivery. Pure.
 */
export function refuseUrl(text: string): 'webhook_url' | 'webhook_https' | 'webhook_private' | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url) return 'webhook_url'
  if (url.protocol !== 'https:') return 'webhook_https'
  if (url.username || url.password || url.hash) return 'webhook_url'
  // The URL parser has normalised every spelling of an IP address (octal, decimal, short).
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(host)) return isPublicAddress(host) ? null : 'webhook_private'
  if (!host.includes('.') || /\.(localhost|local|internal|home\.arpa|lan|test|invalid)$/i.test(`.${host}`))
    return 'webhook_private'
  return null
}
