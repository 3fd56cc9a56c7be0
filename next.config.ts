import path from 'node:path'
import type { NextConfig } from 'next'
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants'
import createNextIntlPlugin from 'next-intl/plugin'

const config: NextConfig = {
  // One build serves both surfaces; another folder lets a second build or dev server run beside it.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // The reverse proxy that ends TLS compresses; doing it here costs each page a share of its only thread.
  compress: false,
  // `npm test` checks types and lint in steps of their own, so the build does not pay for them twice.
  typescript: { ignoreBuildErrors: true },
  // The image optimiser is an optional surface with a history of remote code execution; we have no use for it.
  images: { unoptimized: true },
  outputFileTracingRoot: path.resolve('.'),
  turbopack: { root: path.resolve('.') },
  serverExternalPackages: ['@node-rs/argon2', 'postgres', 'graphile-worker', 'nodemailer', 'pdfkit', 'pino'],
  // Requests for quotas had a page of their own before there was one queue.
  redirects: async () => [
    { source: '/operator/quotas', destination: '/operator/moderation?kind=quota', permanent: true },
  ],
  experimental: {
    serverActions: { bodySizeLimit: '256kb' },
    // Its cache is for who builds again and again; to write it (300 MB) is a third of the work of a first build.
    turbopackFileSystemCacheForBuild: false,
  },
}

/** Pages named `page.dev.tsx` exist under `next dev` alone: a build neither has nor reads them. */
const development: NextConfig = {
  pageExtensions: ['dev.tsx', 'tsx', 'ts'],
  // The worker asks for it all the time.
  logging: { incomingRequests: { ignore: [/^\/api\/health$/] } },
  // The site's own name, where it is not localhost: the compiler answers other names nothing.
  allowedDevOrigins: process.env.NEXTAUTH_URL ? [new URL(process.env.NEXTAUTH_URL).hostname] : [],
}

const withMessages = createNextIntlPlugin({
  requestConfig: './i18n/request.ts',
  // Texts are taken apart once, here: neither a page nor the browser carries what reads them.
  experimental: { messages: { path: './i18n', format: 'json', locales: 'infer', precompile: true } },
})

export default function nextConfig(phase: string): NextConfig {
  return withMessages(phase === PHASE_DEVELOPMENT_SERVER ? { ...config, ...development } : config)
}
