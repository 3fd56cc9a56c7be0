import { afterEach, expect, test, vi } from 'vitest'
import { contentSecurityPolicy } from './response-headers'
import { isStaticPath } from './surface-paths'

afterEach(() => void vi.unstubAllEnvs())

const policyUnder = (environment: string): string[] => {
  vi.stubEnv('NODE_ENV', environment)
  return contentSecurityPolicy('nonce', true, 'wss://consoles.test').split('; ')
}

test('development permits what hot reload needs, and nothing else', () => {
  const production = policyUnder('production')
  expect(policyUnder('development').filter((directive) => !production.includes(directive))).toEqual([
    "script-src 'self' 'nonce-nonce' 'strict-dynamic' 'unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self' wss://consoles.test ws:",
  ])
})

test.each(['production', 'test', ''])(
  'NODE_ENV=%s permits no evaluation, no style without nonce, no other socket',
  (environment) => {
    const policy = policyUnder(environment)
    expect(policy.join('; ')).not.toContain('unsafe-')
    expect(policy).toContain("script-src 'self' 'nonce-nonce' 'strict-dynamic'")
    expect(policy).toContain("style-src 'self' 'nonce-nonce'")
    expect(policy).toContain("connect-src 'self' wss://consoles.test")
  },
)

test('compiler paths exist in development only', () => {
  for (const path of ['/_next/webpack-hmr', '/__nextjs_original-stack-frames']) {
    vi.stubEnv('NODE_ENV', 'production')
    expect(isStaticPath(path)).toBe(false)
    vi.stubEnv('NODE_ENV', 'development')
    expect(isStaticPath(path)).toBe(true)
  }
})
